/** What may be sent from a phone when the network allows. */
export type Kind = 'tell' | 'withdraw' | 'sort' | 'vote';
