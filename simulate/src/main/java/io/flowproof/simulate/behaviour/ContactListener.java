package io.flowproof.simulate.behaviour;

/** Is told what contacts are made. */
public interface ContactListener {
  /** Nobody listens. */
  ContactListener NONE = contact -> {};

  /** A contact was made. */
  void contacted(Contacts.Contact contact);

  /** All contacts were made. */
  default void finished(long now, Simulation simulation) {}
}
