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

{{- define "backstay.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "backstay.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* backstay.yaml: the values' config, with the Secrets that other values name. */}}
{{- define "backstay.config" -}}
{{- $config := deepCopy .Values.config }}
{{- with .Values.git.credentialsSecret }}
{{- $named := dig "repository" "auth" "secret" . $config }}
{{- if ne $named . }}
{{- fail (printf "git.credentialsSecret is %s, but config.repository.auth.secret is %s: set only one of them" . $named) }}
{{- end }}
{{- $config = mergeOverwrite $config (dict "repository" (dict "auth" (dict "secret" .))) }}
{{- end }}
{{- with .Values.http.tokenSecret }}
{{- $file := dig "http" "tokenFile" (printf "secrets/%s/token" .) $config }}
{{- $config = mergeOverwrite $config (dict "http" (dict "tokenFile" $file)) }}
{{- end }}
{{- with .Values.commitStatus.tokenSecret }}
{{- if not (dig "notify" "commitStatus" "provider" "" $config) }}
{{- fail "commitStatus.tokenSecret is set: set config.notify.commitStatus.provider too" }}
{{- end }}
{{- $file := dig "notify" "commitStatus" "tokenFile" (printf "secrets/%s/token" .) $config }}
{{- $config = mergeOverwrite $config (dict "notify" (dict "commitStatus" (dict "tokenFile" $file))) }}
{{- end }}
{{- toYaml $config }}
{{- end }}

{{/* A JSON list of the Secrets to mount, each once. */}}
{{- define "backstay.secrets" -}}
{{- $credentials := dig "repository" "auth" "secret" .Values.git.credentialsSecret .Values.config }}
{{- concat (list $credentials .Values.http.tokenSecret .Values.commitStatus.tokenSecret) .Values.secrets | compact | uniq | toJson }}
{{- end }}

{{/* A JSON list of the namespaces of all environments in this cluster, each once. */}}
{{- define "backstay.namespaces" -}}
{{- $namespaces := list }}
{{- range .Values.config.environments }}
{{- if not .cluster }}
{{- $namespaces = concat $namespaces (list .namespace) (default (list) .namespaces) }}
{{- end }}
{{- end }}
{{- $namespaces | compact | uniq | sortAlpha | toJson }}
{{- end }}

{{/* A JSON list of those of them where pods may be deleted, because an environment is set to unstick. */}}
{{- define "backstay.unstickNamespaces" -}}
{{- $namespaces := list }}
{{- range .Values.config.environments }}
{{- if and .unstick (not .cluster) }}
{{- $namespaces = concat $namespaces (list .namespace) (default (list) .namespaces) }}
{{- end }}
{{- end }}
{{- $namespaces | compact | uniq | sortAlpha | toJson }}
{{- end }}

{{- define "backstay.subject" -}}
- kind: ServiceAccount
  name: {{ include "backstay.serviceAccountName" . }}
  namespace: {{ .Release.Namespace }}
{{- end }}
