# How it is reached.

data "aws_vpc" "given" {
  id = var.vpc_id
}

resource "aws_security_group" "door" {
  name_prefix = "${var.name}-door-"
  description = "The load balancer"
  vpc_id      = var.vpc_id
}

resource "aws_security_group" "api" {
  name_prefix = "${var.name}-api-"
  description = "The API"
  vpc_id      = var.vpc_id
}

resource "aws_security_group" "worker" {
  name_prefix = "${var.name}-worker-"
  description = "Workers: nobody speaks to them"
  vpc_id      = var.vpc_id
}

resource "aws_security_group" "ledger" {
  name_prefix = "${var.name}-ledger-"
  description = "The database"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "door" {
  for_each          = toset(["80", "443"])
  security_group_id = aws_security_group.door.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = each.key
  to_port           = each.key
}

resource "aws_vpc_security_group_egress_rule" "door" {
  for_each                     = toset(["8079", "8080"])
  security_group_id            = aws_security_group.door.id
  referenced_security_group_id = aws_security_group.api.id
  ip_protocol                  = "tcp"
  from_port                    = each.key
  to_port                      = each.key
}

resource "aws_vpc_security_group_ingress_rule" "api" {
  for_each                     = toset(["8079", "8080"])
  security_group_id            = aws_security_group.api.id
  referenced_security_group_id = aws_security_group.door.id
  ip_protocol                  = "tcp"
  from_port                    = each.key
  to_port                      = each.key
}

resource "aws_vpc_security_group_ingress_rule" "ledger" {
  for_each                     = { api = aws_security_group.api.id, worker = aws_security_group.worker.id }
  security_group_id            = aws_security_group.ledger.id
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}

# The API calls webhooks on any port.
resource "aws_vpc_security_group_egress_rule" "api" {
  security_group_id = aws_security_group.api.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_vpc_security_group_egress_rule" "worker" {
  for_each          = toset(["443", "5432"])
  security_group_id = aws_security_group.worker.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = each.key
  to_port           = each.key
}

resource "aws_lb" "door" {
  name                       = var.name
  load_balancer_type         = "application"
  subnets                    = var.public_subnets
  security_groups            = [aws_security_group.door.id]
  idle_timeout               = 120 # event streams say something every 15 s
  drop_invalid_header_fields = true
  enable_deletion_protection = true
}

resource "aws_lb_target_group" "api" {
  name                 = var.name
  vpc_id               = var.vpc_id
  target_type          = "ip"
  protocol             = "HTTP"
  port                 = 8080
  deregistration_delay = 30
  health_check {
    path              = "/actuator/health/readiness"
    port              = "8079"
    interval          = 10
    timeout           = 5
    healthy_threshold = 2
    # ECS replaces what is not ready for so long: more than a database's failover takes.
    unhealthy_threshold = 10
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.door.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.api.arn
  }
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.door.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

# One distribution for public and private videos. Public ones it asks of the API, which knows what is private, and not of the bucket, which
# does not. Private ones it has from the bucket, for whoever has an address that the API signed.
resource "aws_cloudfront_distribution" "videos" {
  comment         = "Videos of ${var.name}"
  enabled         = true
  http_version    = "http2and3"
  is_ipv6_enabled = false # signed addresses that hold for one network know IPv4 alone
  price_class     = "PriceClass_100"
  origin {
    origin_id   = "api"
    domain_name = var.domain
    origin_path = "/videos"
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }
  origin {
    origin_id                = "bucket"
    domain_name              = aws_s3_bucket.videos.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.videos.id
  }
  default_cache_behavior {
    target_origin_id           = "api"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD", "OPTIONS"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = aws_cloudfront_cache_policy.videos.id
    response_headers_policy_id = "60669652-455b-4ae9-85a4-c4c02393f86c" # AWS's own: SimpleCORS
  }
  # Without a group of keys there is no such behaviour: it would be open to everybody.
  dynamic "ordered_cache_behavior" {
    for_each = local.signs ? [var.playback_key_group] : []
    content {
      path_pattern               = "videos/*"
      target_origin_id           = "bucket"
      viewer_protocol_policy     = "https-only"
      allowed_methods            = ["GET", "HEAD", "OPTIONS"]
      cached_methods             = ["GET", "HEAD"]
      compress                   = true
      trusted_key_groups         = [ordered_cache_behavior.value]
      cache_policy_id            = "658327ea-f89d-4fab-a63d-7e88639e58f6" # AWS's own: CachingOptimized
      response_headers_policy_id = "5cc3b908-e619-4b99-88e5-2cf7f45965bd" # AWS's own: CORS-With-Preflight
    }
  }
  restrictions {
    geo_restriction { restriction_type = "none" }
  }
  viewer_certificate { cloudfront_default_certificate = true }
}

locals {
  signs = var.playback_key_group != ""
}

resource "aws_cloudfront_origin_access_control" "videos" {
  name                              = var.name
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_cache_policy" "videos" {
  name        = "${var.name}-as-the-api-says"
  min_ttl     = 0
  default_ttl = 0
  max_ttl     = 365 * 86400
  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_gzip = true
    cookies_config { cookie_behavior = "none" }
    headers_config { header_behavior = "none" }
    query_strings_config { query_string_behavior = "none" }
  }
}
