{{- define "reelroute.labels" -}}
app.kubernetes.io/name: reelroute
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{- define "reelroute.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- /* The settings of all processes, as environment variables of config/application.yaml. */ -}}
{{- define "reelroute.environment" -}}
- { name: REELROUTE_STORE_ENDPOINT, value: {{ .Values.store.endpoint | quote }} }
- { name: REELROUTE_STORE_PUBLIC_ENDPOINT, value: {{ .Values.store.publicEndpoint | quote }} }
- { name: REELROUTE_STORE_REGION, value: {{ .Values.store.region | quote }} }
- { name: REELROUTE_STORE_BUCKET, value: {{ .Values.store.bucket | quote }} }
- { name: REELROUTE_STORE_PATH_STYLE, value: {{ ne .Values.store.endpoint "aws" | quote }} }
- { name: REELROUTE_QUEUE_ENDPOINT, value: {{ .Values.queue.endpoint | quote }} }
- { name: REELROUTE_QUEUE_REGION, value: {{ .Values.queue.region | quote }} }
{{- range $lane, $places := .Values.worker.places }}
- { name: REELROUTE_QUEUE_LANES_{{ upper $lane }}_QUEUE, value: {{ printf "%s%s" $.Values.queue.prefix $lane | quote }} }
- { name: REELROUTE_QUEUE_LANES_{{ upper $lane }}_CONSUMERS, value: {{ $places | quote }} }
{{- end }}
- { name: REELROUTE_QUEUE_DEAD, value: {{ printf "%sdead" .Values.queue.prefix | quote }} }
- { name: REELROUTE_QUEUE_EVENTS, value: {{ printf "%sevents" .Values.queue.prefix | quote }} }
{{- include "reelroute.ledger" . }}
- { name: REELROUTE_ACCESS_MODE, value: keys }
- { name: REELROUTE_ADDRESS_PUBLIC_URL, value: {{ .Values.publicUrl | quote }} }
{{- with .Values.secrets.servers }}
{{- range $key := list "store-access-key" "store-secret-key" "queue-access-key" "queue-secret-key" }}
- name: REELROUTE_{{ $key | upper | replace "-" "_" }}
  valueFrom: { secretKeyRef: { name: {{ $.Values.secrets.servers }}, key: {{ $key }} } }
{{- end }}
{{- end }}
- name: REELROUTE_OPERATOR_PASSWORD
  valueFrom: { secretKeyRef: { name: {{ .Values.secrets.operator }}, key: password } }
{{- range $name, $value := .Values.settings }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- end }}

{{- define "reelroute.ledger" }}
- { name: REELROUTE_LEDGER_URL, value: {{ .Values.ledger.url | quote }} }
- name: REELROUTE_LEDGER_USERNAME
  valueFrom: { secretKeyRef: { name: {{ .Values.secrets.ledger }}, key: username } }
- name: REELROUTE_LEDGER_PASSWORD
  valueFrom: { secretKeyRef: { name: {{ .Values.secrets.ledger }}, key: password } }
{{- end }}

{{- define "reelroute.container" -}}
image: {{ include "reelroute.image" .root }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
volumeMounts:
  - { name: data, mountPath: /var/lib/reelroute }
  - { name: tmp, mountPath: /tmp }
{{- end }}

{{- /* As the image wants to be run; what Pod Security calls restricted. */ -}}
{{- define "reelroute.pod" -}}
serviceAccountName: {{ .root.Release.Name }}
automountServiceAccountToken: false
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets: {{ toJson . }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile: { type: RuntimeDefault }
volumes:
  - { name: data, emptyDir: { sizeLimit: {{ .size }} } }
  - { name: tmp, emptyDir: { sizeLimit: 512Mi } }
{{- end }}

{{- /* A start takes seconds on a quiet node; one that waits for its servers gets seven minutes, two more than startup.wait. */ -}}
{{- define "reelroute.probes" -}}
startupProbe:
  httpGet: { path: /actuator/health/liveness, port: health }
  periodSeconds: 5
  failureThreshold: 84
livenessProbe:
  httpGet: { path: /actuator/health/liveness, port: health }
  periodSeconds: 10
  timeoutSeconds: 5
readinessProbe:
  httpGet: { path: /actuator/health/readiness, port: health }
  periodSeconds: 5
  timeoutSeconds: 5
{{- end }}
