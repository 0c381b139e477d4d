import type { Words } from './en';

export const words: Words = {
  codes: {
    'collecting-closed': 'الورشة مغلقة ولم تعد تستقبل القصص.',
    'unknown-code': 'الورشة مغلقة، أو تغيّر رمزها.',
    'story-id-taken': 'لقصة أخرى الرقم نفسه. عدّلها وأرسلها من جديد.',
    'story-withdrawn': 'سُحبت القصة ومُحيت كلماتها.',
    'payload-invalid': 'فيها شيء ليس على الصورة الصحيحة.',
    'not-allowed': 'لا يمكنك فعل ذلك هنا.',
    'login-needed': 'لم تعد الورشة تعرف هذا الهاتف.',
  },
  other: 'يُرجى عرض ذلك على من يقود الورشة.',
  look: (fields) => `راجع من جديد: ${fields}`,
  fields: {
    headline: 'الجملة الرئيسية',
    notes: 'الملاحظات',
    significance: 'سبب أهميتها',
    happened_where: 'مكان حدوثها',
    happened_from: 'وقت حدوثها',
    happened_to: 'وقت حدوثها',
    teller_domain_id: 'موضوعها الأساسي',
    teller_name: 'الاسم',
    consent: 'من يحق له قراءتها',
  },
};
