# With a stand-in of AWS: no account, no network.
mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/r" }
  }
  mock_resource "aws_ecs_task_definition" {
    defaults = { arn = "arn:aws:ecs:eu-west-1:123456789012:task-definition/t:1" }
  }
  mock_resource "aws_lb" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/1" }
  }
  mock_resource "aws_lb_target_group" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/a/1" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-west-1:123456789012:q" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-west-1:123456789012:t" }
  }
  mock_resource "aws_appautoscaling_policy" {
    defaults = { arn = "arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:1" }
  }
  mock_resource "aws_ecs_cluster" {
    defaults = { arn = "arn:aws:ecs:eu-west-1:123456789012:cluster/reelroute" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::videos" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:g" }
  }
}

variables {
  image            = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/reelroute:1"
  domain           = "video.example.org"
  certificate_arn  = "arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
  vpc_id           = "vpc-1"
  public_subnets   = ["subnet-1", "subnet-2"]
  private_subnets  = ["subnet-3", "subnet-4"]
  isolated_subnets = ["subnet-5", "subnet-6"]
}

run "as_the_image_wants_it" {
  command = apply

  assert {
    condition = alltrue([for task in aws_ecs_task_definition.part : alltrue([
      for container in jsondecode(task.container_definitions) : container.readonlyRootFilesystem && (
        container.name == "metrics" || try(container.stopTimeout == 120 && jsonencode(container.linuxParameters.capabilities.drop) == "[\"ALL\"]", false)
      )
    ])])
    error_message = "A container has privileges, or no time to stop."
  }
  assert {
    condition = alltrue(flatten([for task in aws_ecs_task_definition.part : [
      for container in jsondecode(task.container_definitions) : [
        for setting in container.environment : can(regex("^(rrk|whsec)_\\$\\{[A-Z_]+\\}$", setting.value)) if can(regex("(PASSWORD|SECRETS?|KEYS?)$", setting.name))
      ]
    ]]))
    error_message = "A secret is a setting."
  }
  assert {
    condition     = length(aws_sqs_queue.work) == 5 && alltrue([for queue in aws_sqs_queue.work : queue.sqs_managed_sse_enabled && try(jsondecode(queue.redrive_policy).maxReceiveCount == 50, false)])
    error_message = "A queue is not encrypted, or has no dead letters."
  }
  assert {
    condition     = alltrue([for action in ["ecs:UpdateTaskProtection", "s3:PutObject", "sqs:ReceiveMessage"] : strcontains(aws_iam_role_policy.part["worker"].policy, action)])
    error_message = "A worker may not do its work."
  }
  assert {
    condition     = !anytrue([for action in ["ecs:RunTask", "iam:PassRole", "s3:DeleteObject"] : strcontains(aws_iam_role_policy.part["worker"].policy, action)])
    error_message = "A worker may do more than its part."
  }
  assert {
    condition = alltrue(flatten([for policy in concat([aws_iam_role_policy.start], values(aws_iam_role_policy.part)) : [
      for statement in jsondecode(policy.policy).Statement : [
        for action in flatten([statement.Action]) : !strcontains(action, "*") && (
          !contains(flatten([statement.Resource]), "*") || contains(["ecr:GetAuthorizationToken", "ecs:ListTasks", "sqs:ListQueues"], action)
        )
      ]
    ]]))
    error_message = "A role may do everything, or something to everything."
  }
  assert {
    condition = alltrue([for closed in [
      aws_s3_bucket_public_access_block.videos.block_public_acls, aws_s3_bucket_public_access_block.videos.block_public_policy,
      aws_s3_bucket_public_access_block.videos.ignore_public_acls, aws_s3_bucket_public_access_block.videos.restrict_public_buckets,
    ] : closed])
    error_message = "The bucket may become public."
  }
  assert {
    condition     = length(aws_cloudfront_distribution.videos.ordered_cache_behavior) == 0
    error_message = "CloudFront has videos/ of the bucket for everybody."
  }
  assert {
    condition = length(jsondecode(aws_cloudwatch_dashboard.all.dashboard_body).widgets[0].properties.alarms) == 8 && alltrue([
      for alarm in values(aws_cloudwatch_metric_alarm.all) : strcontains(aws_cloudwatch_dashboard.all.dashboard_body, alarm.metric_name)
    ])
    error_message = "The dashboard does not show what the alarms watch."
  }
  assert {
    condition     = contains([for setting in jsondecode(aws_ecs_task_definition.part["api"].container_definitions)[0].environment : "${setting.name}=${setting.value}"], "REELROUTE_BURST_ENABLED=false")
    error_message = "Bursts are on though nobody asked for them."
  }
  assert {
    condition     = [for part in aws_ecs_service.worker.capacity_provider_strategy : part.base if part.capacity_provider == "FARGATE"] == [1]
    error_message = "No worker is on demand."
  }
}

run "bursts" {
  command = apply
  variables {
    bursts       = 20
    architecture = "ARM64"
  }

  assert {
    condition     = contains([for setting in jsondecode(aws_ecs_task_definition.part["api"].container_definitions)[0].environment : "${setting.name}=${setting.value}"], "REELROUTE_BURST_MOST=20")
    error_message = "Bursts are not as many as was said."
  }
  assert {
    condition     = contains([for setting in jsondecode(aws_ecs_task_definition.part["burst"].container_definitions)[0].environment : setting.name], "REELROUTE_WORKER_EXIT_WHEN_IDLE")
    error_message = "A worker of a burst stays for ever."
  }
}

run "private_videos_from_cloudfront" {
  command = apply
  variables {
    playback_key_group = "g-1"
    playback_key_pair  = "K2JCJMDEHXQW5F"
  }

  assert {
    condition     = aws_cloudfront_distribution.videos.ordered_cache_behavior[0].trusted_key_groups == tolist(["g-1"])
    error_message = "Addresses need no signature."
  }
  assert {
    condition     = contains([for setting in jsondecode(aws_ecs_task_definition.part["api"].container_definitions)[0].environment : "${setting.name}=${setting.value}"], "REELROUTE_PLAYBACK_WAY=cloudfront")
    error_message = "The API does not sign."
  }
}

run "wrong_values_are_refused" {
  command = plan
  variables {
    architecture      = "MIPS"
    domain            = "https://video.example.org"
    isolated_subnets  = ["subnet-5"]
    playback_key_pair = "-----BEGIN PUBLIC KEY-----"
  }
  expect_failures = [var.architecture, var.domain, var.isolated_subnets, var.playback_key_pair]
}
