variable "name" {
  description = "What everything's name begins with; one installation in an account and region has it."
  type        = string
  default     = "reelroute"
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,20}$", var.name))
    error_message = "Small letters, digits and hyphens, at most 21."
  }
}

variable "image" {
  description = "The image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/reelroute:1"
  type        = string
}

variable "domain" {
  description = "The name that clients use, such as video.example.org"
  type        = string
  validation {
    condition     = can(regex("^[a-z0-9-]+(\\.[a-z0-9-]+)+$", var.domain))
    error_message = "A name of DNS, without https://."
  }
}

variable "certificate_arn" {
  description = "Of ACM, in this region, for that name"
  type        = string
}

variable "architecture" {
  description = "Of the image; ARM64 is Graviton"
  type        = string
  default     = "X86_64"
  validation {
    condition     = contains(["X86_64", "ARM64"], var.architecture)
    error_message = "X86_64 or ARM64."
  }
}

variable "vpc_id" {
  type = string
}

variable "public_subnets" {
  description = "Of the load balancer; two or more zones"
  type        = list(string)
  validation {
    condition     = length(var.public_subnets) >= 2
    error_message = "A load balancer wants two zones."
  }
}

variable "private_subnets" {
  description = "Of the API; with a way to the internet if webhooks are to be called"
  type        = list(string)
}

variable "isolated_subnets" {
  description = "Of workers and the database, in two or more zones. They reach S3, SQS, ECR (api, dkr), CloudWatch Logs and Secrets Manager: by endpoints of the VPC, or by a gateway"
  type        = list(string)
  validation {
    condition     = length(var.isolated_subnets) >= 2
    error_message = "Aurora wants two zones."
  }
}

variable "most_workers" {
  description = "Of the service, at a time"
  type        = number
  default     = 10
}

variable "bursts" {
  description = "How many workers besides those the API may ask for at a time; 0: none"
  type        = number
  default     = 0
}

variable "playback_key_group" {
  description = "Of CloudFront, for private videos; empty: they come by way of the API"
  type        = string
  default     = ""
}

variable "playback_key_pair" {
  description = "Id of the public key in that group whose private half signs"
  type        = string
  default     = ""
  validation {
    condition     = can(regex("^[A-Z0-9]*$", var.playback_key_pair))
    error_message = "An id of CloudFront's, such as K2JCJMDEHXQW5F."
  }
}
