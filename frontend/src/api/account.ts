/** Your own account: its password, its logins, its end. */
import { answered, connect, type Shape } from './client';

const api = connect();

export type LoginRead = Shape<'LoginRead'>;

export const changePassword = (old_password: string, new_password: string) =>
  answered(api.PUT('/api/v1/auth/password', { body: { old_password, new_password } }));

export const logins = async (): Promise<LoginRead[]> =>
  (await answered(api.GET('/api/v1/auth/logins'))).items;

export const endLogin = (login_id: string) =>
  answered(api.DELETE('/api/v1/auth/logins/{login_id}', { params: { path: { login_id } } }));

export const closeAccount = (password: string) =>
  answered(api.POST('/api/v1/auth/close-account', { body: { password } }));
