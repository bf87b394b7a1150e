namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says where the rows come from that a monitor watches.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Address">The path of files, whose name may have <c>*</c> and <c>?</c>, or the address of a database, best as <c>env:NAME</c>, which keeps a password out of the yard; empty for a log.</param>
public sealed record MonitorSource(SourceKind Kind, string Address = "")
{
    private const int MostText = 100_000;

    /// <summary>Gets the log of the monitor's model.</summary>
    public static MonitorSource Log { get; } = new(SourceKind.Log);

    /// <summary>Gets the query, in the database's own SQL; null for files and logs.</summary>
    public string? Query { get; init; }

    /// <summary>Gets the column that says when a row came about, in UTC; null for the time of a log, and for files that are a window each.</summary>
    public string? Time { get; init; }

    /// <summary>Names files as the source.</summary>
    /// <param name="pattern">Their path, whose last part may have <c>*</c> and <c>?</c>.</param>
    /// <param name="time">The column of the time; null if each file is a window.</param>
    /// <returns>The source.</returns>
    public static MonitorSource OfFiles(string pattern, string? time = null) => new(SourceKind.Files, pattern) { Time = time };

    /// <summary>Names a query as the source.</summary>
    /// <param name="address">The address of the database.</param>
    /// <param name="query">The query.</param>
    /// <param name="time">The column of the time.</param>
    /// <returns>The source.</returns>
    public static MonitorSource OfQuery(string address, string query, string time) => new(SourceKind.Query, address) { Query = query, Time = time };

    internal void Check()
    {
        if (Kind != SourceKind.Log && (string.IsNullOrWhiteSpace(Address) || Address.Length > MostText))
        {
            throw new YardException($"The source has no address. Name {(Kind == SourceKind.Files ? "a path, as in 'in/*.csv'" : "a database, as in 'env:ORDERS'")}.");
        }

        if (Kind == SourceKind.Query && (string.IsNullOrWhiteSpace(Query) || Query.Length > MostText || string.IsNullOrWhiteSpace(Time)))
        {
            throw new YardException("A database as a source needs a query, as in 'SELECT * FROM orders', and the column that says when a row came about.");
        }

        // What stands in the yard is read by all who may read the yard.
        int user = Address.IndexOf("://", StringComparison.Ordinal), host = Address.LastIndexOf('@');
        if (Kind == SourceKind.Query && user >= 0 && host > user && Address.AsSpan(user + 3, host - user - 3).Contains(':'))
        {
            throw new YardException("The address of the database has a password, which the yard would keep. Put the address into an environment variable and name that, as in 'env:ORDERS'.");
        }
    }
}
