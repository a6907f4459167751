{{- define "sidetone.labels" -}}
app.kubernetes.io/name: sidetone
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "sidetone.selector" -}}
app.kubernetes.io/name: sidetone
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- /* So many pods there may be at the most: each has an address. */ -}}
{{- define "sidetone.pods" -}}
{{- if .Values.autoscaling.enabled }}{{ .Values.autoscaling.maxReplicas }}{{ else }}{{ .Values.replicas }}{{ end -}}
{{- end }}
