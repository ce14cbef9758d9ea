{{/*
Sets what a value of the chart stands for in backstay.yaml; refuses to choose between two.
  config   is changed
  at       the path of the key, from the outside in
  wanted   its content
  value    the name of the chart's value
*/}}
{{- define "backstay.set" -}}
{{- $section := .config }}
{{- range initial .at }}
{{- if not (get $section .) }}
{{- $_ := set $section . dict }}
{{- end }}
{{- $section = get $section . }}
{{- end }}
{{- $there := get $section (last .at) }}
{{- if and $there (ne (toJson $there) (toJson .wanted)) }}
{{- fail (printf "%s is set, and so is config.%s, to something else: set only one of them" .value (join "." .at)) }}
{{- end }}
{{- $_ := set $section (last .at) .wanted }}
{{- end }}

{{/* backstay.yaml as JSON: the values' config, with what other values stand for. */}}
{{- define "backstay.configJson" -}}
{{- $config := deepCopy .Values.config }}
{{- with .Values.git.credentialsSecret }}
{{- include "backstay.set" (dict "config" $config "at" (list "repository" "auth" "secret") "wanted" . "value" "git.credentialsSecret") }}
{{- end }}
{{- with .Values.git.signersConfigMap }}
{{- include "backstay.set" (dict "config" $config "at" (list "repository" "verify" "signatures") "wanted" "required" "value" "git.signersConfigMap") }}
{{- include "backstay.set" (dict "config" $config "at" (list "repository" "verify" "keys") "wanted" "/etc/backstay/signers" "value" "git.signersConfigMap") }}
{{- end }}
{{- with .Values.http.tokensSecret }}
{{- include "backstay.set" (dict "config" $config "at" (list "http" "tokenFile") "wanted" (printf "secrets/%s/tokens" .) "value" "http.tokensSecret") }}
{{- end }}
{{- with .Values.http.tlsSecret }}
{{- include "backstay.set" (dict "config" $config "at" (list "http" "tls" "certFile") "wanted" (printf "secrets/%s/tls.crt" .) "value" "http.tlsSecret") }}
{{- include "backstay.set" (dict "config" $config "at" (list "http" "tls" "keyFile") "wanted" (printf "secrets/%s/tls.key" .) "value" "http.tlsSecret") }}
{{- end }}
{{- range $sender, $secret := .Values.http.webhookSecrets }}
{{- with $secret }}
{{- include "backstay.set" (dict "config" $config "at" (list "http" "webhooks" $sender "secretFile") "wanted" (printf "secrets/%s/secret" .) "value" (printf "http.webhookSecrets.%s" $sender)) }}
{{- end }}
{{- end }}
{{- with .Values.commitStatus.tokenSecret }}
{{- if not (dig "notify" "commitStatus" "provider" "" $config) }}
{{- fail "commitStatus.tokenSecret is set: set config.notify.commitStatus.provider too" }}
{{- end }}
{{- include "backstay.set" (dict "config" $config "at" (list "notify" "commitStatus" "tokenFile") "wanted" (printf "secrets/%s/token" .) "value" "commitStatus.tokenSecret") }}
{{- end }}
{{- if .Values.environmentAccounts.enabled }}
{{- range $config.environments }}
{{- if not (or .cluster .serviceAccount) }}
{{- $_ := set . "serviceAccount" (printf "%s-%s" (include "backstay.fullname" $) .name) }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $config }}
{{- end }}

{{/*
The Secret that a file of the config is in: secrets/<name>/<key>. An absolute path elsewhere is the business of
extraVolumeMounts; anything else would not be there.
*/}}
{{- define "backstay.secretOf" -}}
{{- $path := .path | trimPrefix "/etc/backstay/" | trimPrefix "./" }}
{{- if regexMatch "^secrets/[^/]+/[^/]+$" $path }}
{{- index (splitList "/" $path) 1 }}
{{- else if not (and (isAbs $path) .mounted) }}
{{- fail (printf "%s is %s, and nothing is mounted there: put the file into a Secret and write secrets/<name of the Secret>/<key>, or mount it by extraVolumes and extraVolumeMounts and write its absolute path" .key .path) }}
{{- end }}
{{- end }}

{{/* A JSON list of the Secrets to mount, each once: all that the config names, and those of the value secrets. */}}
{{- define "backstay.secrets" -}}
{{- $config := include "backstay.configJson" . | fromJson }}
{{- $files := dict }}
{{- range $key := list "tokenFile" }}
{{- $_ := set $files (printf "config.http.%s" $key) (dig "http" $key "" $config) }}
{{- end }}
{{- range $key := list "certFile" "keyFile" }}
{{- $_ := set $files (printf "config.http.tls.%s" $key) (dig "http" "tls" $key "" $config) }}
{{- end }}
{{- range $sender, $webhook := dig "http" "webhooks" dict $config }}
{{- $_ := set $files (printf "config.http.webhooks.%s.secretFile" $sender) (dig "secretFile" "" $webhook) }}
{{- end }}
{{- $_ := set $files "config.notify.commitStatus.tokenFile" (dig "notify" "commitStatus" "tokenFile" "" $config) }}
{{- range $config.environments }}
{{- $_ := set $files (printf "cluster.kubeconfig of environment %s" .name) (dig "cluster" "kubeconfig" "" .) }}
{{- end }}
{{- $names := list (dig "repository" "auth" "secret" "" $config) }}
{{- range $key, $path := $files }}
{{- with $path }}
{{- $names = append $names (include "backstay.secretOf" (dict "key" $key "path" . "mounted" $.Values.extraVolumeMounts)) }}
{{- end }}
{{- end }}
{{- concat $names .Values.secrets | compact | uniq | sortAlpha | toJson }}
{{- end }}
