package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** A place between the elements of a list, which moves over them in one direction. Only until the list changes. */
public final class ListCursor {

    private final boolean forwards;
    private ListNode node;
    private int at;

    /**
     * @param node null for a list without elements
     * @param at where the element that comes first begins, or ends if this goes backwards
     */
    ListCursor(ListNode node, int at, boolean forwards) {
        this.node = node;
        this.at = at;
        this.forwards = forwards;
    }

    /**
     * Moves over the next element.
     *
     * @return whether there is one, which the view then shows
     */
    public boolean next(Bytes view) {
        if (node == null) {
            return false;
        }
        if (forwards) {
            node.show(at, view);
            at = node.next(at);
            if (at == node.end()) {
                node = node.next;
                at = node == null ? 0 : node.start();
            }
        } else {
            at = node.previous(at);
            node.show(at, view);
            if (at == node.start()) {
                node = node.previous;
                at = node == null ? 0 : node.end();
            }
        }
        return true;
    }
}
