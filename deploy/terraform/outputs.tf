output "door" {
  description = "What the domain is a CNAME of"
  value       = aws_lb.door.dns_name
}

output "cdn" {
  description = "Where players find videos"
  value       = aws_cloudfront_distribution.videos.domain_name
}

output "bucket" {
  value = aws_s3_bucket.videos.id
}

output "operator_key_secret" {
  description = "The operator's API key, without rrk_ before it"
  value       = aws_secretsmanager_secret.all["operator-key"].name
}

output "alarm_topic" {
  description = "To be subscribed to"
  value       = aws_sns_topic.alarms.arn
}

output "playback_private_key_secret" {
  description = "For the private half of playback_key_pair, in PEM"
  value       = aws_secretsmanager_secret.all["playback-private-key"].name
}
