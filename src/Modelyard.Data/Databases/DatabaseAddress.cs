using System.Globalization;

namespace Modelyard.Data.Databases;

/// <summary>Represents the address of a database, taken apart. Its text has no password.</summary>
internal sealed record DatabaseAddress
{
    private const string Forms = "It must be 'sqlite:PATH', 'postgres://USER:PASSWORD@HOST:PORT/DATABASE' or 'mysql://USER:PASSWORD@HOST:PORT/DATABASE', or 'env:NAME' for a variable that holds such an address.";

    public required string Scheme { get; init; }

    public string Host { get; init; } = "";

    public int Port { get; init; }

    public string User { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>Gets the name of the database, or the path of the file.</summary>
    public string Database { get; init; } = "";

    /// <summary>Gets the socket, or for PostgreSQL the folder of the socket; empty if the server is reached by host and port.</summary>
    public string Socket { get; init; } = "";

    /// <summary>Gets how the connection is guarded: 'disable', 'prefer', 'require' or 'verify-full'.</summary>
    public string SslMode { get; init; } = "prefer";

    public static DatabaseAddress Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.StartsWith("env:", StringComparison.Ordinal))
        {
            string variable = address[4..];
            address = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value && !value.StartsWith("env:", StringComparison.Ordinal)
                ? value
                : throw new DatabaseException($"The environment variable '{variable}' holds no address of a database. {Forms}");
        }

        if (address.StartsWith("sqlite:", StringComparison.Ordinal))
        {
            string path = address["sqlite:".Length..];
            path = path.StartsWith("///", StringComparison.Ordinal) ? path[2..] : path;
            return path.Length > 0 && path != ":memory:"
                ? new DatabaseAddress { Scheme = "sqlite", Database = path }
                : throw new DatabaseException("The address of the database names no file. It must be 'sqlite:PATH'; a database in memory is gone before it could be read.");
        }

        int end = address.IndexOf("://", StringComparison.Ordinal);
        return (end < 0 ? "" : address[..end]) switch
        {
            "postgres" or "postgresql" => Server("postgres", 5432, address[(end + 3)..]),
            "mysql" or "mariadb" => Server("mysql", 3306, address[(end + 3)..]),
            _ => throw new DatabaseException($"The address of the database cannot be understood. {Forms}"),
        };
    }

    public override string ToString() => Scheme == "sqlite"
        ? $"sqlite:{Database}"
        : $"{Scheme}://{(User.Length > 0 ? User + "@" : "")}{(Socket.Length > 0 ? Socket : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}"))}/{Database}";

    // Errors here never show the address: it may hold a password in a place where none belongs.
    private static DatabaseAddress Server(string scheme, int port, string rest)
    {
        (string front, string query) = Cut(rest, '?');
        (string authority, string database) = Cut(front, '/');
        int at = authority.LastIndexOf('@');
        (string user, string password) = at < 0 ? ("", "") : Cut(authority[..at], ':');
        (string host, int found) = HostAndPort(authority[(at + 1)..], port);
        var address = new DatabaseAddress
        {
            Scheme = scheme,
            Host = host.Length == 0 ? "127.0.0.1" : Decode(host),
            Port = found,
            User = Decode(user),
            Password = Decode(password),
            Database = Decode(database),
        };
        foreach ((string name, string value) in query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => Cut(part, '=')))
        {
            address = (name, Decode(value)) switch
            {
                ("socket" or "host", { Length: > 0 } socket) => address with { Socket = socket },
                ("sslmode", "disable" or "prefer" or "require" or "verify-full") => address with { SslMode = value },
                ("sslmode", _) => throw new DatabaseException("The address of the database has an 'sslmode' that is not known. It must be 'disable', 'prefer', 'require' or 'verify-full'."),
                _ => throw new DatabaseException($"The address of the database has the setting '{name}'. It can have 'socket' (PostgreSQL: the folder of the socket) and 'sslmode'."),
            };
        }

        return address;
    }

    private static (string Host, int Port) HostAndPort(string text, int usual)
    {
        int bracket = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        int colon = text.IndexOf(':', bracket + 1);
        string host = colon < 0 ? text : text[..colon];
        if (colon < 0)
        {
            return (host.Trim('[', ']'), usual);
        }

        return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and < 65_536
            ? (host.Trim('[', ']'), port)
            : throw new DatabaseException("The port in the address of the database must be a number from 1 to 65535. Signs in a password such as '/', '@', ':' and '?' are written '%2F', '%40', '%3A' and '%3F'.");
    }

    private static (string Front, string Back) Cut(string text, char mark)
    {
        int at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text);
}
