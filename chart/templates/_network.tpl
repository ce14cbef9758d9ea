{{/* The port of an address such as https://host:8443/path or git@host:path; nothing for a folder. */}}
{{- define "backstay.portOf" -}}
{{- if regexMatch "^[a-z+]+://" . }}
{{- $url := urlParse . }}
{{- $defaults := dict "https" "443" "http" "80" "ssh" "22" }}
{{- if regexMatch ":[0-9]+$" $url.host }}
{{- last (splitList ":" $url.host) }}
{{- else }}
{{- get $defaults $url.scheme }}
{{- end }}
{{- else if regexMatch "^[^/]+:" . }}
{{- 22 }}
{{- end }}
{{- end }}

{{/* A JSON list of the ports that the repository, its proxy and the API for commit statuses are at. */}}
{{- define "backstay.gitPorts" -}}
{{- $ports := .more }}
{{- $addresses := list (dig "repository" "url" "" .config) (dig "repository" "proxy" "" .config) }}
{{- if dig "notify" "commitStatus" "provider" "" .config }}
{{- $addresses = append $addresses (dig "notify" "commitStatus" "api" "https://host" .config) }}
{{- end }}
{{- range $addresses }}
{{- with include "backstay.portOf" . }}
{{- $ports = append $ports (atoi .) }}
{{- end }}
{{- end }}
{{- $all := list }}
{{- range $ports }}
{{- $all = append $all (int .) }}
{{- end }}
{{- $all | uniq | toJson }}
{{- end }}
