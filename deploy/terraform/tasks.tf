# What runs: as the image wants to be run, with the settings of config/application.yaml.

resource "aws_ecs_cluster" "all" {
  name = var.name
  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_cluster_capacity_providers" "all" {
  cluster_name       = aws_ecs_cluster.all.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
}

resource "aws_cloudwatch_log_group" "all" {
  for_each          = toset(["api", "worker", "burst", "metrics"])
  name              = "/${var.name}/${each.key}"
  retention_in_days = 365 # who changed what stands there
}

locals {
  secret = { for name, secret in aws_secretsmanager_secret.all : name => secret.arn }
  settings = merge(
    {
      REELROUTE_STORE_ENDPOINT     = "aws"
      REELROUTE_STORE_REGION       = local.region
      REELROUTE_STORE_BUCKET       = aws_s3_bucket.videos.id
      REELROUTE_STORE_PATH_STYLE   = "false"
      REELROUTE_QUEUE_ENDPOINT     = "aws"
      REELROUTE_QUEUE_REGION       = local.region
      REELROUTE_QUEUE_DEAD         = aws_sqs_queue.dead.name
      REELROUTE_QUEUE_EVENTS       = aws_sqs_queue.work["events"].name
      REELROUTE_LEDGER_URL         = "jdbc:postgresql://${aws_rds_cluster.ledger.endpoint}:5432/reelroute?sslmode=require"
      REELROUTE_LEDGER_USERNAME    = aws_rds_cluster.ledger.master_username
      REELROUTE_ACCESS_MODE        = "keys"
      REELROUTE_ADDRESS_PUBLIC_URL = "https://${var.domain}"
    },
    { for lane in local.lanes : "REELROUTE_QUEUE_LANES_${upper(lane)}_QUEUE" => aws_sqs_queue.work[lane].name },
  )
  secrets = {
    REELROUTE_LEDGER_PASSWORD   = local.secret["ledger-password"]
    REELROUTE_OPERATOR_PASSWORD = local.secret["operator-password"]
  }
  parts = {
    worker = { cpu = 2048, memory = 8192, disk = 100, role = "worker", settings = {}, secrets = {} }
    burst  = { cpu = 2048, memory = 8192, disk = 100, role = "worker", settings = { REELROUTE_WORKER_EXIT_WHEN_IDLE = "2m" }, secrets = {} }
    api = {
      cpu = 1024, memory = 2048, disk = 21, role = "api"
      settings = {
        REELROUTE_INTAKE_POLL_PERIOD              = "30000"
        REELROUTE_ADDRESS_PROXIES                 = data.aws_vpc.given.cidr_block # the door
        REELROUTE_PLAYBACK_BASE_URL               = "https://${aws_cloudfront_distribution.videos.domain_name}"
        REELROUTE_PLAYBACK_WAY                    = local.signs ? "cloudfront" : "reelroute"
        REELROUTE_PLAYBACK_CLOUDFRONT_URL         = "https://${aws_cloudfront_distribution.videos.domain_name}/videos"
        REELROUTE_PLAYBACK_CLOUDFRONT_KEY_PAIR_ID = var.playback_key_pair
        REELROUTE_BURST_ENABLED                   = tostring(var.bursts > 0)
        REELROUTE_BURST_MOST                      = tostring(var.bursts)
        REELROUTE_BURST_CLUSTER                   = aws_ecs_cluster.all.name
        REELROUTE_BURST_TASK_DEFINITION           = "${var.name}-burst"
        REELROUTE_BURST_SUBNETS                   = join(",", var.isolated_subnets)
        REELROUTE_BURST_SECURITY_GROUPS           = aws_security_group.worker.id
        REELROUTE_BURST_CAPACITY_PROVIDER         = "FARGATE_SPOT"
        REELROUTE_BURST_REGION                    = local.region
        # Secrets Manager makes letters and digits, and these want a word before them.
        REELROUTE_ACCESS_OPERATORKEY = "rrk_$${OPERATOR_KEY}"
        REELROUTE_NOTIFY_SECRETS     = "whsec_$${WEBHOOK_KEY}"
      }
      secrets = {
        OPERATOR_KEY                              = local.secret["operator-key"]
        WEBHOOK_KEY                               = local.secret["webhook-key"]
        REELROUTE_PLAYBACK_KEYS                   = local.secret["playback-key"]
        REELROUTE_PLAYBACK_CLOUDFRONT_PRIVATE_KEY = local.secret["playback-private-key"]
      }
    }
  }
  logging = { for name, group in aws_cloudwatch_log_group.all : name => {
    logDriver = "awslogs"
    options   = { awslogs-group = group.name, awslogs-region = local.region, awslogs-stream-prefix = name }
  } }

  # AWS's own build of the OpenTelemetry collector takes the API's metrics to CloudWatch.
  collector = {
    name                   = "metrics"
    image                  = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3"
    essential              = false
    user                   = "4317" # as its image says
    memory                 = 256
    readonlyRootFilesystem = true
    logConfiguration       = local.logging["metrics"]
    secrets                = [{ name = "OPERATOR_PASSWORD", valueFrom = local.secret["operator-password"] }]
    environment            = [{ name = "AOT_CONFIG_CONTENT", value = templatefile("${path.module}/collector.yaml", { region = local.region, group = aws_cloudwatch_log_group.all["metrics"].name }) }]
  }
}

resource "aws_ecs_task_definition" "part" {
  for_each                 = local.parts
  family                   = "${var.name}-${each.key}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = each.value.cpu
  memory                   = each.value.memory
  task_role_arn            = aws_iam_role.part[each.value.role].arn
  execution_role_arn       = aws_iam_role.start.arn
  ephemeral_storage { size_in_gib = each.value.disk }
  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.architecture
  }
  volume { name = "data" }
  volume { name = "tmp" }
  container_definitions = jsonencode(concat([{
    name                   = each.key
    image                  = var.image
    essential              = true
    memory                 = each.key == "api" ? 1792 : each.value.memory
    user                   = "10001"
    readonlyRootFilesystem = true
    stopTimeout            = 120
    linuxParameters        = { initProcessEnabled = true, capabilities = { drop = ["ALL"] } }
    healthCheck            = { command = ["CMD", "healthy"], interval = 10, timeout = 5, startPeriod = 120, retries = 3 }
    mountPoints            = [{ sourceVolume = "data", containerPath = "/var/lib/reelroute" }, { sourceVolume = "tmp", containerPath = "/tmp" }]
    portMappings           = each.key == "api" ? [{ containerPort = 8080 }, { containerPort = 8079 }] : []
    environment            = [for name, value in merge(local.settings, each.value.settings, { REELROUTE_ROLE = each.value.role }) : { name = name, value = value }]
    secrets                = [for name, arn in merge(local.secrets, each.value.secrets) : { name = name, valueFrom = arn }]
    logConfiguration       = local.logging[each.key]
  }], each.key == "api" ? [local.collector] : []))
}

resource "aws_ecs_service" "api" {
  name                              = "api"
  cluster                           = aws_ecs_cluster.all.id
  task_definition                   = aws_ecs_task_definition.part["api"].arn
  launch_type                       = "FARGATE"
  desired_count                     = 2
  health_check_grace_period_seconds = 180
  wait_for_steady_state             = true # it migrates the ledger, and workers come after it
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
  network_configuration {
    subnets         = var.private_subnets
    security_groups = [aws_security_group.api.id]
  }
  load_balancer {
    target_group_arn = aws_lb_target_group.api.arn
    container_name   = "api"
    container_port   = 8080
  }
  depends_on = [aws_lb_listener.https, aws_iam_role_policy.start, aws_iam_role_policy.part, aws_rds_cluster_instance.ledger]
}

resource "aws_ecs_service" "worker" {
  name                               = "worker"
  cluster                            = aws_ecs_cluster.all.id
  task_definition                    = aws_ecs_task_definition.part["worker"].arn
  desired_count                      = 1
  deployment_minimum_healthy_percent = 50
  # One that nobody takes away, and of the others four of five on Spot.
  capacity_provider_strategy {
    capacity_provider = "FARGATE"
    base              = 1
    weight            = 1
  }
  capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 4
  }
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
  network_configuration {
    subnets         = var.isolated_subnets
    security_groups = [aws_security_group.worker.id]
  }
  lifecycle { ignore_changes = [desired_count] }
  depends_on = [aws_ecs_service.api, aws_ecs_cluster_capacity_providers.all]
}
