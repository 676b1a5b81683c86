# Who may do what. One role starts tasks; each part has one of its own.

locals {
  queue_arns = [for queue in aws_sqs_queue.work : queue.arn]
  lane_arns  = [for lane in local.lanes : aws_sqs_queue.work[lane].arn]
  videos     = aws_s3_bucket.videos.arn
  objects    = ["${aws_s3_bucket.videos.arn}/uploads/*", "${aws_s3_bucket.videos.arn}/videos/*"]
  receive    = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"]

  everybody = [
    { Effect = "Allow", Action = ["s3:ListBucket"], Resource = [local.videos] },
    { Effect = "Allow", Action = ["s3:GetObject"], Resource = local.objects },
    { Effect = "Allow", Action = ["sqs:ListQueues"], Resource = ["*"] }, # IAM knows no single queue here; Camel looks for its queues by this
    { Effect = "Allow", Action = ["sqs:GetQueueUrl", "sqs:GetQueueAttributes"], Resource = concat(local.queue_arns, [aws_sqs_queue.dead.arn]) },
    { Effect = "Allow", Action = ["sqs:SendMessage"], Resource = concat(local.lane_arns, [aws_sqs_queue.dead.arn]) },
  ]
  statements = {
    worker = concat(local.everybody, [
      { Effect = "Allow", Action = ["s3:PutObject"], Resource = ["${local.videos}/videos/*"] },
      { Effect = "Allow", Action = local.receive, Resource = local.lane_arns },
      { Effect = "Allow", Action = ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"], Resource = ["${local.arn}:ecs:${local.region}:${local.account}:task/${var.name}/*"] },
    ])
    api = concat(local.everybody, [
      { Effect = "Allow", Action = ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"], Resource = ["${local.videos}/uploads/*"] },
      { Effect = "Allow", Action = ["s3:DeleteObject"], Resource = local.objects },
      { Effect = "Allow", Action = ["s3:ListBucketMultipartUploads"], Resource = [local.videos] },
      { Effect = "Allow", Action = local.receive, Resource = [aws_sqs_queue.work["events"].arn] },
      { Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"], Resource = ["${aws_cloudwatch_log_group.all["metrics"].arn}:*"] },
    ])
    burst = [
      { Effect = "Allow", Action = ["ecs:RunTask"], Resource = ["${local.arn}:ecs:${local.region}:${local.account}:task-definition/${var.name}-burst:*"], Condition = { ArnEquals = { "ecs:cluster" = aws_ecs_cluster.all.arn } } },
      { Effect = "Allow", Action = ["ecs:ListTasks"], Resource = ["*"], Condition = { ArnEquals = { "ecs:cluster" = aws_ecs_cluster.all.arn } } },
      { Effect = "Allow", Action = ["iam:PassRole"], Resource = [aws_iam_role.part["worker"].arn, aws_iam_role.start.arn], Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } } },
    ]
  }
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ecs-tasks.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role" "part" {
  for_each           = toset(["api", "worker"])
  name               = "${var.name}-${each.key}"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "part" {
  for_each = { api = "api", worker = "worker", burst = "api" }
  name     = each.key
  role     = aws_iam_role.part[each.value].id
  policy   = jsonencode({ Version = "2012-10-17", Statement = local.statements[each.key] })
}

resource "aws_iam_role" "start" {
  name               = "${var.name}-start"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "start" {
  name = "start"
  role = aws_iam_role.start.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["ecr:GetAuthorizationToken"], Resource = ["*"] },
      { Effect = "Allow", Action = ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"], Resource = ["${local.arn}:ecr:${local.region}:${local.account}:repository/*"] },
      { Effect = "Allow", Action = ["secretsmanager:GetSecretValue"], Resource = [for secret in aws_secretsmanager_secret.all : secret.arn] },
      { Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = [for group in aws_cloudwatch_log_group.all : "${group.arn}:*"] },
    ]
  })
}
