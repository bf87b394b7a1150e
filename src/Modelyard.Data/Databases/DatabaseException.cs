namespace Modelyard.Data.Databases;

/// <summary>The exception that is thrown when a database cannot be reached, refuses what is asked of it, or holds what a frame cannot.</summary>
/// <remarks>Passwords never stand in the message.</remarks>
public sealed class DatabaseException : ModelyardException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">What is wrong, and how to mend it.</param>
    /// <param name="code">The code that the database gave; null if the fault is not the database's.</param>
    /// <param name="inner">The cause, if another exception told of it.</param>
    public DatabaseException(string message, string? code = null, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>Gets the code that the database gave: an SQLSTATE of PostgreSQL, an error number of SQLite, MySQL and MariaDB; null if the fault is not the database's.</summary>
    public string? Code { get; }

    /// <summary>Says that a database refuses a statement.</summary>
    internal static DatabaseException Refusal(string database, string text, string? code, Exception? inner = null) =>
        new($"{database} refuses: {text.TrimEnd('.', ' ', '\n')}{(code is null ? "." : $" (code {code}).")}", code, inner);

    /// <summary>Says that a connection was lost while something was done.</summary>
    internal static DatabaseException Lost(string database, string text, string? code, Exception? inner = null) =>
        new($"The connection to {database} was lost: {text.TrimEnd('.', ' ', '\n')}. What was being written is not kept; once the server runs again, start over.", code, inner);

    /// <summary>Says that a connection was lost while a transaction was being made permanent.</summary>
    internal static DatabaseException LostAtCommit(string database, DatabaseException loss) =>
        new($"The connection to {database} was lost while the rows were being made permanent, and it is not known whether they are. Look into the table before you write them again.", loss.Code, loss);

    /// <summary>Says that a server cannot be reached.</summary>
    internal static DatabaseException Unreachable(string database, string text, string? code, Exception? inner = null) =>
        new($"{database} cannot be reached: {text.TrimEnd('.', ' ', '\n')}. Check that the server runs, and the host and port or socket of the address.", code, inner);

    /// <summary>Says that a server refuses a user.</summary>
    internal static DatabaseException Denied(string database, string text, string? code, Exception? inner = null) =>
        new($"{database} does not let the user in: {text.TrimEnd('.', ' ', '\n')}. Check the user, the password and the database of the address.", code, inner);
}
