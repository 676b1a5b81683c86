# What is kept: the bucket, the queues, the database, the secrets.

data "aws_region" "here" {}
data "aws_caller_identity" "us" {}
data "aws_partition" "aws" {}

locals {
  region  = data.aws_region.here.name
  account = data.aws_caller_identity.us.account_id
  arn     = "arn:${data.aws_partition.aws.partition}"
  lanes   = ["fast", "early", "bulk", "heavy"]
}

resource "aws_s3_bucket" "videos" {
  bucket = "${var.name}-${local.account}-${local.region}"
}

resource "aws_s3_bucket_public_access_block" "videos" {
  bucket                  = aws_s3_bucket.videos.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "videos" {
  bucket = aws_s3_bucket.videos.id
  rule {
    apply_server_side_encryption_by_default { sse_algorithm = "AES256" }
  }
}

resource "aws_s3_bucket_versioning" "videos" {
  bucket = aws_s3_bucket.videos.id
  versioning_configuration { status = "Enabled" }
}

resource "aws_s3_bucket_policy" "videos" {
  bucket = aws_s3_bucket.videos.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.videos.arn, "${aws_s3_bucket.videos.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Effect    = "Allow"
        Principal = { Service = "cloudfront.amazonaws.com" }
        Action    = "s3:GetObject"
        Resource  = "${aws_s3_bucket.videos.arn}/videos/*"
        Condition = { StringEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.videos.arn } }
      },
    ]
  })
  depends_on = [aws_s3_bucket_public_access_block.videos]
}

resource "aws_s3_bucket_cors_configuration" "videos" {
  bucket = aws_s3_bucket.videos.id
  cors_rule {
    allowed_methods = ["PUT"]
    allowed_origins = ["https://${var.domain}"]
    allowed_headers = ["Content-Type"]
    expose_headers  = ["ETag"]
    max_age_seconds = 3600
  }
  cors_rule {
    allowed_methods = ["GET", "HEAD"]
    allowed_origins = ["*"]
    allowed_headers = ["Range"]
    max_age_seconds = 3600
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "videos" {
  bucket = aws_s3_bucket.videos.id
  rule {
    id     = "leftovers"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload { days_after_initiation = 2 }
    noncurrent_version_expiration { noncurrent_days = 30 }
    expiration { expired_object_delete_marker = true }
  }
  rule {
    id     = "uploads"
    status = "Enabled"
    filter { prefix = "uploads/" }
    transition {
      days          = 30
      storage_class = "INTELLIGENT_TIERING"
    }
  }
}

resource "aws_s3_bucket_notification" "uploads" {
  bucket = aws_s3_bucket.videos.id
  queue {
    queue_arn     = aws_sqs_queue.work["events"].arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = "uploads/"
  }
  depends_on = [aws_sqs_queue_policy.events]
}

resource "aws_sqs_queue" "dead" {
  name                      = "${var.name}-dead"
  sqs_managed_sse_enabled   = true
  message_retention_seconds = 14 * 86400
}

resource "aws_sqs_queue" "work" {
  for_each                   = toset(concat(local.lanes, ["events"]))
  name                       = "${var.name}-${each.key}"
  sqs_managed_sse_enabled    = true
  message_retention_seconds  = 4 * 86400
  visibility_timeout_seconds = 60
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead.arn
    maxReceiveCount     = 50
  })
}

resource "aws_sqs_queue_policy" "events" {
  queue_url = aws_sqs_queue.work["events"].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.work["events"].arn
      Condition = { ArnEquals = { "aws:SourceArn" = aws_s3_bucket.videos.arn } }
    }]
  })
}

# Letters and digits: a part of what the setting wants, and base64 where that is wanted. Made once, and then left alone.
locals {
  lengths = {
    ledger-password      = 32
    operator-password    = 24
    operator-key         = 43
    webhook-key          = 44
    playback-key         = 44
    playback-private-key = 32 # to be replaced by an RSA key in PEM; read only where CloudFront has private videos
  }
}

data "aws_secretsmanager_random_password" "new" {
  for_each            = local.lengths
  password_length     = each.value
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret" "all" {
  for_each = local.lengths
  name     = "${var.name}/${each.key}"
}

resource "aws_secretsmanager_secret_version" "all" {
  for_each      = local.lengths
  secret_id     = aws_secretsmanager_secret.all[each.key].id
  secret_string = data.aws_secretsmanager_random_password.new[each.key].random_password
  lifecycle { ignore_changes = [secret_string] }
}

resource "aws_db_subnet_group" "ledger" {
  name       = var.name
  subnet_ids = var.isolated_subnets
}

resource "aws_rds_cluster" "ledger" {
  cluster_identifier              = var.name
  engine                          = "aurora-postgresql"
  engine_version                  = "17.4"
  database_name                   = "reelroute"
  master_username                 = "reelroute"
  master_password                 = aws_secretsmanager_secret_version.all["ledger-password"].secret_string
  db_subnet_group_name            = aws_db_subnet_group.ledger.name
  vpc_security_group_ids          = [aws_security_group.ledger.id]
  storage_encrypted               = true
  deletion_protection             = true
  copy_tags_to_snapshot           = true
  backup_retention_period         = 14
  enabled_cloudwatch_logs_exports = ["postgresql"]
  final_snapshot_identifier       = "${var.name}-last"
  serverlessv2_scaling_configuration {
    min_capacity = 0.5
    max_capacity = 8
  }
}

resource "aws_rds_cluster_instance" "ledger" {
  count               = 2
  identifier          = "${var.name}-${count.index}"
  cluster_identifier  = aws_rds_cluster.ledger.id
  engine              = aws_rds_cluster.ledger.engine
  instance_class      = "db.serverless"
  publicly_accessible = false
}
