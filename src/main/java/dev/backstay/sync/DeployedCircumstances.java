package dev.backstay.sync;

import dev.backstay.cluster.Applier;
import dev.backstay.cluster.HandManagers;
import dev.backstay.cluster.Preparation;
import dev.backstay.manifest.ObjectKey;

/** What is known of an object of the deployed revision, before it is looked at. */
record DeployedCircumstances(EnvironmentParts parts, Deployed deployed)
    implements Applier.Circumstances {

  @Override
  public Preparation before(ObjectKey key) {
    return Preparation.NONE;
  }

  @Override
  public boolean isAutoscaled(ObjectKey key) {
    return parts.watches().autoscalers().lookAfter(key);
  }

  @Override
  public HandManagers hands() {
    return parts.hands();
  }

  @Override
  public String cause(ObjectKey key) {
    return Commits.shortId(deployed.revision()) + " " + deployed.subject();
  }
}
