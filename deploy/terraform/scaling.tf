# How many workers, and who is told. The API's own metrics, see collector.yaml; each API says the same of a lane.

resource "aws_appautoscaling_target" "worker" {
  service_namespace  = "ecs"
  resource_id        = "service/${aws_ecs_cluster.all.name}/${aws_ecs_service.worker.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = 1
  max_capacity       = var.most_workers
}

resource "aws_appautoscaling_policy" "out" {
  name               = "${var.name}-out"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.worker.service_namespace
  resource_id        = aws_appautoscaling_target.worker.resource_id
  scalable_dimension = aws_appautoscaling_target.worker.scalable_dimension
  step_scaling_policy_configuration {
    adjustment_type          = "PercentChangeInCapacity"
    min_adjustment_magnitude = 1
    cooldown                 = 180
    metric_aggregation_type  = "Maximum"
    step_adjustment {
      metric_interval_lower_bound = 0
      metric_interval_upper_bound = 240
      scaling_adjustment          = 50
    }
    step_adjustment {
      metric_interval_lower_bound = 240
      scaling_adjustment          = 100
    }
  }
}

resource "aws_appautoscaling_policy" "in" {
  name               = "${var.name}-in"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.worker.service_namespace
  resource_id        = aws_appautoscaling_target.worker.resource_id
  scalable_dimension = aws_appautoscaling_target.worker.scalable_dimension
  step_scaling_policy_configuration {
    adjustment_type = "ChangeInCapacity"
    cooldown        = 180
    step_adjustment {
      metric_interval_upper_bound = 0
      scaling_adjustment          = -1
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "out" {
  alarm_name          = "${var.name}-out"
  alarm_description   = "Work waits: more workers"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 60
  evaluation_periods  = 1
  alarm_actions       = [aws_appautoscaling_policy.out.arn]
  metric_query {
    id          = "most"
    expression  = "MAX([${join(", ", local.lanes)}])"
    return_data = true
  }
  dynamic "metric_query" {
    for_each = toset(local.lanes)
    content {
      id = metric_query.key
      metric {
        namespace   = "Reelroute"
        metric_name = "reelroute_queue_oldest_seconds"
        dimensions  = { queue = metric_query.key }
        stat        = "Maximum"
        period      = 60
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "in" {
  alarm_name          = "${var.name}-in"
  alarm_description   = "Less than one piece of work for each worker: fewer of them"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  evaluation_periods  = 10
  alarm_actions       = [aws_appautoscaling_policy.in.arn]
  metric_query {
    id          = "backlog"
    expression  = "(${join(" + ", local.lanes)}) / workers"
    return_data = true
  }
  metric_query {
    id = "workers"
    metric {
      namespace   = "ECS/ContainerInsights"
      metric_name = "RunningTaskCount"
      dimensions  = { ClusterName = aws_ecs_cluster.all.name, ServiceName = aws_ecs_service.worker.name }
      stat        = "Average"
      period      = 60
    }
  }
  dynamic "metric_query" {
    for_each = toset(local.lanes)
    content {
      id = metric_query.key
      metric {
        namespace   = "Reelroute"
        metric_name = "reelroute_queue_depth"
        dimensions  = { queue = metric_query.key }
        stat        = "Maximum"
        period      = 60
      }
    }
  }
}

resource "aws_sns_topic" "alarms" {
  name = "${var.name}-alarms"
}

# What to do then is in docs/operations.md.
locals {
  oldest = "reelroute_queue_oldest_seconds"
  alarms = {
    fast-lane   = { says = "Nothing is inspected or published", metric = local.oldest, dimensions = { queue = "fast" }, minutes = 1, above = 60, periods = 5 }
    bulk-lane   = { says = "Encoding is behind", metric = local.oldest, dimensions = { queue = "bulk" }, minutes = 1, above = 1800, periods = 15 }
    vanish      = { says = "Leases run out: are workers killed for memory?", metric = "reelroute_reconciler_repairs_total", dimensions = { kind = "lease" }, statistic = "Sum", minutes = 15, above = 5 }
    webhooks    = { says = "A receiver does not accept news", metric = "reelroute_webhook_deliveries_total", dimensions = { outcome = "failed" }, statistic = "Sum", minutes = 60, above = 0 }
    unreachable = { says = "The API does not answer", namespace = "AWS/ApplicationELB", metric = "HTTPCode_ELB_5XX_Count", dimensions = { LoadBalancer = aws_lb.door.arn_suffix }, statistic = "Sum", minutes = 5, above = 10, periods = 2 }
    ledger-cpu  = { says = "The database is busy", namespace = "AWS/RDS", metric = "CPUUtilization", dimensions = { DBClusterIdentifier = aws_rds_cluster.ledger.cluster_identifier }, statistic = "Average", minutes = 5, above = 80, periods = 3 }
  }
}

resource "aws_cloudwatch_metric_alarm" "all" {
  for_each            = local.alarms
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.says
  namespace           = try(each.value.namespace, "Reelroute")
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = try(each.value.statistic, "Maximum")
  period              = 60 * each.value.minutes
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.above
  evaluation_periods  = try(each.value.periods, 1)
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_metric_alarm" "dead" {
  alarm_name          = "${var.name}-dead-letters"
  alarm_description   = "More work failed for good"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  metric_query {
    id          = "more"
    expression  = "DIFF(letters)"
    return_data = true
  }
  metric_query {
    id = "letters"
    metric {
      namespace   = "Reelroute"
      metric_name = "reelroute_queue_failed"
      dimensions  = { queue = "dead" }
      stat        = "Maximum"
      period      = 300
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "blind" {
  alarm_name          = "${var.name}-no-metrics"
  alarm_description   = "No API says how it is: scaling and other alarms are blind"
  namespace           = "Reelroute"
  metric_name         = "reelroute_queue_oldest_seconds"
  dimensions          = { queue = "fast" }
  statistic           = "SampleCount"
  period              = 300
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  evaluation_periods  = 2
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
}

# What the alarms watch, as pictures.
resource "aws_cloudwatch_dashboard" "all" {
  dashboard_name = var.name
  dashboard_body = templatefile("${path.module}/dashboard.json", {
    region = local.region
    alarms = join("\",\"", concat(values(aws_cloudwatch_metric_alarm.all)[*].arn, [
      aws_cloudwatch_metric_alarm.dead.arn, aws_cloudwatch_metric_alarm.blind.arn,
    ]))
    cluster  = aws_ecs_cluster.all.name
    workers  = aws_ecs_service.worker.name
    api      = aws_ecs_service.api.name
    balancer = aws_lb.door.arn_suffix
    database = aws_rds_cluster.ledger.cluster_identifier
  })
}
