import type { Failure, Place, Seen } from './connection-attempt.ts';

/** What Supabase's pooler says, by the codes in its messages. [supabase/supavisor, lib/supavisor/errors] */
export function ofPooler({ message, at, place }: Seen): Failure | undefined {
  if (/tenant or user not found|tenant\/user .* not found|ETENANTNOTFOUND/i.test(message)) {
    return {
      code: 'connection.role',
      message: `the pooler at ${place} does not know the project of user "${at.user}"`,
      hint: 'The user is postgres.<project ref>, and the region in the host name must be the project’s (Supabase dashboard, Connect). A paused project is not known either: restore it in the dashboard first.',
    };
  }
  if (/ENOIDENTIFIER|no tenant identifier|external_id or sni_hostname/i.test(message)) {
    return {
      code: 'connection.role',
      message: `the pooler at ${place} cannot tell which project user "${at.user}" is of`,
      hint: 'On the pooler the user is postgres.<project ref> (Supabase dashboard, Connect, Session pooler).',
    };
  }
  if (
    /EMAXCLIENT|MaxClientsInSessionMode|max client(?:s| connections) reached|max_client_conn|no more connections allowed/i.test(
      message,
    )
  ) {
    return {
      code: 'connection.too-many',
      message: `the pooler at ${place} has no place left (${message})`,
      hint: 'In session mode its pool size is the limit: lower --jobs, close other clients of the pooler, or raise the pool size (Supabase: Database, Settings, Connection pooling).',
      transient: true,
    };
  }
  if (/ECIRCUITBREAKER|circuit breaker/i.test(message)) {
    return {
      code: 'connection.refused',
      message: `the pooler at ${place} refuses the project for a while, after too many failed logins (${message})`,
      hint: 'Correct the password first, wait about ten minutes, and look for another client that still uses a wrong one.',
      transient: true,
    };
  }
  if (/EADDRNOTALLOWED|not in tenant allow_list/i.test(message)) {
    return {
      code: 'connection.refused',
      message: `the pooler at ${place} does not let this machine's address in`,
      hint: 'Add the address in the Supabase dashboard: Database, Settings, Network restrictions.',
    };
  }
  if (/EBANNED|tenant is banned/i.test(message)) {
    return {
      code: 'connection.refused',
      message: `the project of user "${at.user}" is locked (${message})`,
      hint: 'Look at the project and its billing in the Supabase dashboard.',
    };
  }
  if (
    /EAUTHQUERY|ECHECKOUTTIMEOUT|EDBHANDLEREXITED|auth_query|server_login_retry|server login (?:has been )?fail/i.test(
      message,
    )
  ) {
    return {
      code: 'connection.refused',
      message: `the pooler at ${place} cannot reach its own database (${message})`,
      hint: 'The project is starting, paused or overloaded: look at it in the dashboard, or connect to the database directly.',
      transient: true,
    };
  }
  return undefined;
}

/** What the server says of user, password and database. */
export function ofLogin({ code, message, at, place }: Seen): Failure | undefined {
  if (/password must be a (?:non-empty )?string|no password supplied|empty password/i.test(message)) {
    return {
      code: 'connection.password',
      message: `a password is needed for user "${at.user}", and none was given`,
      hint: 'Put it into the connection string, PGPASSWORD or ~/.pgpass.',
    };
  }
  if (/SASL|SCRAM/.test(message) && code !== '28P01') return ofSasl(message, at, place);
  switch (code) {
    case '28P01':
      return {
        code: 'connection.password',
        message: `the password for user "${at.user}" is wrong`,
        hint: 'Correct the password in the connection string (percent-encode special characters), PGPASSWORD or ~/.pgpass. The server says the same where the user does not exist or its password has expired.',
      };
    case '28000':
      return ofRole(message, at);
    case '3D000':
      return {
        code: 'connection.database',
        message: `there is no database "${at.database}" on ${place}`,
        hint: 'Correct the database name at the end of the connection string (Supabase: postgres), or create the database.',
      };
    case '42501':
      return {
        code: 'connection.database',
        message: `user "${at.user}" may not connect to database "${at.database}"`,
        hint: `As its owner: GRANT CONNECT ON DATABASE … TO …; or connect as another role.`,
      };
    case '55000':
      return {
        code: 'connection.database',
        message: `database "${at.database}" takes no connections (${message})`,
        hint: 'It is a template or was closed: ALTER DATABASE … ALLOW_CONNECTIONS true; or correct the name.',
      };
    default:
      return undefined;
  }
}

function ofSasl(message: string, at: Place, place: string): Failure {
  const failure = (what: string, hint: string): Failure => ({ code: 'connection.sasl', message: what, hint });
  if (/signature does not match|server returned error|nonce/i.test(message)) {
    return failure(
      `the server at ${place} could not prove that it knows the password of user "${at.user}" (${message})`,
      'Something between here and the server answers in its place, or changes what is sent: connect directly, with sslmode=verify-full.',
    );
  }
  if (/mechanism/i.test(message)) {
    return failure(
      `the server at ${place} asks for a login by SASL that cutover does not have (${message})`,
      'Use scram-sha-256 in pg_hba.conf of the server (or in the pooler) for this user.',
    );
  }
  return failure(
    `the login by SASL failed for user "${at.user}" (${message})`,
    'A pooler says this for a wrong password or a user that it does not know: check both, and whether it knows the password in SCRAM form.',
  );
}

function ofRole(message: string, at: Place): Failure {
  if (/not permitted to log in/i.test(message)) {
    return {
      code: 'connection.role',
      message: `user "${at.user}" may not log in`,
      hint: 'ALTER ROLE … LOGIN; on the server, or connect as another role.',
    };
  }
  if (/role .* does not exist/i.test(message)) {
    return {
      code: 'connection.role',
      message: `there is no user "${at.user}" on the server`,
      hint: 'Correct the user name in the connection string (on Supabase: postgres, and postgres.<project ref> on the pooler).',
    };
  }
  if (/no pg_hba\.conf entry|rejects connection/i.test(message)) {
    return {
      code: 'connection.role',
      message: `the server does not let user "${at.user}" in from this machine (${message})`,
      hint: 'Add a line for this user, database and address to pg_hba.conf on the server, then SELECT pg_reload_conf();',
    };
  }
  return {
    code: 'connection.role',
    message,
    hint: 'Check the user name, and that pg_hba.conf lets it in from this machine (with or without TLS).',
  };
}
