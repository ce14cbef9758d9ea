{{/*
A JSON list of the environments in this cluster, as far as permissions go: name, namespace (of the agent's records),
namespaces (all of them), account (whose objects they are), own (whether it is the agent's own), clusterKinds, unstick.
*/}}
{{- define "backstay.environments" -}}
{{- $environments := list }}
{{- range (include "backstay.configJson" . | fromJson).environments }}
{{- if not .cluster }}
{{- $account := dict "name" (include "backstay.serviceAccountName" $) "namespace" $.Release.Namespace }}
{{- with .serviceAccount }}
{{- $parts := splitList "/" . }}
{{- $account = dict "name" (last $parts) "namespace" (ternary (first $parts) $.Release.Namespace (eq (len $parts) 2)) }}
{{- end }}
{{- $environments = append $environments (dict
      "name" .name
      "namespace" .namespace
      "namespaces" (concat (list .namespace) (default list .namespaces) | uniq)
      "account" $account
      "own" (empty .serviceAccount)
      "clusterKinds" (default list .clusterKinds)
      "unstick" (default false .unstick)) }}
{{- end }}
{{- end }}
{{- toJson $environments }}
{{- end }}

{{/* A JSON list of the namespaces of all environments in this cluster, each once. */}}
{{- define "backstay.namespaces" -}}
{{- $namespaces := list }}
{{- range include "backstay.environments" . | fromJsonArray }}
{{- $namespaces = concat $namespaces .namespaces }}
{{- end }}
{{- $namespaces | uniq | sortAlpha | toJson }}
{{- end }}

{{/* A JSON list of the accounts that the agent works as, each once. */}}
{{- define "backstay.accounts" -}}
{{- $accounts := list }}
{{- range include "backstay.environments" . | fromJsonArray }}
{{- if not .own }}
{{- $accounts = append $accounts .account }}
{{- end }}
{{- end }}
{{- $accounts | uniq | toJson }}
{{- end }}

{{/* Where the cluster-scoped kinds are that everybody has; rbac.clusterKinds adds to them. */}}
{{- define "backstay.clusterKinds" -}}
APIService: { apiGroup: apiregistration.k8s.io, resource: apiservices }
ClusterIssuer: { apiGroup: cert-manager.io, resource: clusterissuers }
ClusterRole: { apiGroup: rbac.authorization.k8s.io, resource: clusterroles }
ClusterRoleBinding: { apiGroup: rbac.authorization.k8s.io, resource: clusterrolebindings }
CSIDriver: { apiGroup: storage.k8s.io, resource: csidrivers }
CustomResourceDefinition: { apiGroup: apiextensions.k8s.io, resource: customresourcedefinitions }
GatewayClass: { apiGroup: gateway.networking.k8s.io, resource: gatewayclasses }
IngressClass: { apiGroup: networking.k8s.io, resource: ingressclasses }
MutatingAdmissionPolicy: { apiGroup: admissionregistration.k8s.io, resource: mutatingadmissionpolicies }
MutatingAdmissionPolicyBinding: { apiGroup: admissionregistration.k8s.io, resource: mutatingadmissionpolicybindings }
MutatingWebhookConfiguration: { apiGroup: admissionregistration.k8s.io, resource: mutatingwebhookconfigurations }
Namespace: { apiGroup: "", resource: namespaces }
PersistentVolume: { apiGroup: "", resource: persistentvolumes }
PriorityClass: { apiGroup: scheduling.k8s.io, resource: priorityclasses }
RuntimeClass: { apiGroup: node.k8s.io, resource: runtimeclasses }
StorageClass: { apiGroup: storage.k8s.io, resource: storageclasses }
ValidatingAdmissionPolicy: { apiGroup: admissionregistration.k8s.io, resource: validatingadmissionpolicies }
ValidatingAdmissionPolicyBinding: { apiGroup: admissionregistration.k8s.io, resource: validatingadmissionpolicybindings }
ValidatingWebhookConfiguration: { apiGroup: admissionregistration.k8s.io, resource: validatingwebhookconfigurations }
VolumeSnapshotClass: { apiGroup: snapshot.storage.k8s.io, resource: volumesnapshotclasses }
{{- end }}

{{/* The rules for the cluster-scoped objects that an environment may hold: as a JSON list. */}}
{{- define "backstay.clusterRules" -}}
{{- $known := mergeOverwrite (include "backstay.clusterKinds" .root | fromYaml) .root.Values.rbac.clusterKinds }}
{{- $rules := list }}
{{- $environment := .environment }}
{{- range $environment.clusterKinds }}
{{- $kind := first (splitList "/" .) }}
{{- $pattern := trimPrefix $kind . | trimPrefix "/" }}
{{- $resource := get $known $kind }}
{{- if not $resource }}
{{- fail (printf "clusterKinds of environment %s has %s, and the chart does not know what resource that is: set rbac.clusterKinds.%s to {apiGroup: <group>, resource: <plural>}" $environment.name . $kind) }}
{{- end }}
{{- $place := dict "apiGroups" (list $resource.apiGroup) "resources" (list $resource.resource) }}
{{- /* these cannot be limited to names */}}
{{- $rules = append $rules (merge (dict "verbs" (list "list" "watch")) $place) }}
{{- $write := list "get" "create" "patch" "delete" }}
{{- $names := list }}
{{- if and (eq $kind "Namespace") (or (not $pattern) (contains "*" $pattern)) }}
{{- $names = $environment.namespaces }}
{{- else if and $pattern (not (contains "*" $pattern)) }}
{{- $names = list $pattern }}
{{- end }}
{{- if eq $kind "Namespace" }}
{{- $write = without $write "delete" }}
{{- end }}
{{- $rule := merge (dict "verbs" $write) $place }}
{{- if $names }}
{{- $_ := set $rule "resourceNames" $names }}
{{- end }}
{{- $rules = append $rules $rule }}
{{- end }}
{{- toJson $rules }}
{{- end }}

{{/* The rules for the agent's own records of an environment: as a JSON list. */}}
{{- define "backstay.recordRules" -}}
{{- $name := printf "backstay-%s" .name }}
{{- $records := list $name (printf "%s-digests" $name) }}
{{- range $shard := untilStep 1 12 1 }}
{{- $records = append $records (printf "%s-digests-%d" $name $shard) }}
{{- end }}
{{- list
      (dict "apiGroups" (list "") "resources" (list "configmaps") "resourceNames" $records "verbs" (list "get" "patch" "delete"))
      (dict "apiGroups" (list "") "resources" (list "secrets") "resourceNames" (list $name) "verbs" (list "get"))
      (dict "apiGroups" (list "") "resources" (list "configmaps" "secrets") "verbs" (list "create"))
      (dict "apiGroups" (list "") "resources" (list "events") "verbs" (list "create" "patch"))
    | toJson }}
{{- end }}

{{/*
One permission: rules, given to an account in some namespaces or, without any, in the cluster.
  root, name (of the objects, without the release), rules, namespaces, account
*/}}
{{- define "backstay.grant" -}}
{{- $scopes := .namespaces | default (list "") }}
{{- $grant := . }}
{{- range $namespace := $scopes }}
{{- $kind := ternary "Role" "ClusterRole" (ne $namespace "") }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ $kind }}
metadata:
  name: {{ printf "%s:%s" (include "backstay.clusterName" $grant.root) $grant.name | quote }}
  {{- with $namespace }}
  namespace: {{ . }}
  {{- end }}
  labels:
    {{- include "backstay.labels" $grant.root | nindent 4 }}
rules:
  {{- toYaml $grant.rules | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ $kind }}Binding
metadata:
  name: {{ printf "%s:%s" (include "backstay.clusterName" $grant.root) $grant.name | quote }}
  {{- with $namespace }}
  namespace: {{ . }}
  {{- end }}
  labels:
    {{- include "backstay.labels" $grant.root | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: {{ $kind }}
  name: {{ printf "%s:%s" (include "backstay.clusterName" $grant.root) $grant.name | quote }}
subjects:
  - kind: ServiceAccount
    name: {{ $grant.account.name }}
    namespace: {{ $grant.account.namespace }}
{{- end }}
{{- end }}
