{{/* Names. A release that is named after the chart does not say it twice. */}}
{{- define "backstay.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "backstay.fullname" -}}
{{- $name := include "backstay.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "backstay.metricsName" -}}
{{- printf "%s-metrics" (include "backstay.fullname" . | trunc 55 | trimSuffix "-") }}
{{- end }}

{{/* Of objects outside of the release's namespace: two releases of one name must not share them. */}}
{{- define "backstay.clusterName" -}}
{{- printf "%s:%s" (include "backstay.fullname" .) .Release.Namespace }}
{{- end }}

{{- define "backstay.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "backstay.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- required "serviceAccount.create is off: set serviceAccount.name to the account that is to be used" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "backstay.image" -}}
{{- if .Values.image.digest }}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) }}
{{- end }}
{{- end }}

{{- define "backstay.selectorLabels" -}}
app.kubernetes.io/name: {{ include "backstay.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Of what belongs to the release but is not the agent: no selector may find it. */}}
{{- define "backstay.commonLabels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "backstay.labels" -}}
{{ include "backstay.commonLabels" . }}
{{ include "backstay.selectorLabels" . }}
{{- end }}

{{- define "backstay.testName" -}}
{{- printf "%s-test" (include "backstay.fullname" . | trunc 58 | trimSuffix "-") }}
{{- end }}

{{- define "backstay.testLabels" -}}
app.kubernetes.io/name: {{ include "backstay.name" . | trunc 58 | trimSuffix "-" }}-test
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
