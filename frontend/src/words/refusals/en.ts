export const words = {
  codes: {
    'collecting-closed': 'The workshop is closed and takes no more stories.',
    'unknown-code': 'The workshop is closed, or its code was changed.',
    'story-id-taken': 'Another story has its number already. Edit it and send it again.',
    'story-withdrawn': 'The story was taken back; its words are gone.',
    'payload-invalid': 'Something in it does not have the right form.',
    'not-allowed': 'You may not do this here.',
    'login-needed': 'The workshop does not know this phone any more.',
  } as Record<string, string>,
  other: 'Please show this to the person who leads the workshop.',
  look: (fields: string) => `Look again at: ${fields}`,
  fields: {
    headline: 'the headline',
    notes: 'the notes',
    significance: 'why it matters',
    happened_where: 'where it happened',
    happened_from: 'when it happened',
    happened_to: 'when it happened',
    teller_domain_id: 'what it is mostly about',
    teller_name: 'the name',
    consent: 'who may read it',
  } as Record<string, string>,
};

export type Words = typeof words;
