using System.Text;

namespace Modelyard.Data.Parquet;

/// <summary>Represents a database of DuckDB in memory that may reach one file and nothing else: no network, no extension.</summary>
internal sealed class DuckDbSession : IDisposable
{
    private readonly ParquetLimits _limits;
    private DuckDbInstance? _database;

    /// <summary>Opens a session.</summary>
    /// <param name="file">The full path of the file that it may read or write.</param>
    /// <param name="options">The limits.</param>
    /// <exception cref="ModelyardException">The library is missing or fails.</exception>
    public DuckDbSession(string file, ParquetLimits options)
    {
        Api = DuckDbLibrary.Load();
        File = file;
        _limits = options;
        _database = DuckDbSpare.Take(Api, options);
        try
        {
            Run($"SET allowed_paths = [{Literal(file)}]");
            Run("SET enable_external_access = false");
            Run("SET TimeZone = 'UTC'");

            // Its threads read on while a batch of chunks is taken over (read_parquet_flights).
            Run("SET streaming_buffer_size = '32MB'");
            Run("SET lock_configuration = true");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Gets the functions.</summary>
    public DuckDbApi Api { get; }

    /// <summary>Gets the file that the session may read or write.</summary>
    public string File { get; }

    /// <summary>Gets the connection.</summary>
    public nint Connection => _database!.Connection;

    /// <summary>Writes a text as SQL does.</summary>
    public static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>Writes a name as SQL does.</summary>
    public static string Name(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>Runs a statement that gives no rows.</summary>
    /// <exception cref="DuckDbException">It fails.</exception>
    public void Run(string sql)
    {
        using DuckDbResult result = Query(sql);
    }

    /// <summary>Runs a query whose rows come as they are fetched.</summary>
    /// <param name="sql">The query, with a question mark for each value.</param>
    /// <param name="values">The values: texts, integers, doubles, booleans and times.</param>
    /// <exception cref="DuckDbException">It fails.</exception>
    public DuckDbResult Query(string sql, params IReadOnlyList<object> values) => new(this, sql, values, isWhole: false);

    /// <summary>Runs a query whose rows are all there before the first is fetched, in full chunks.</summary>
    /// <param name="sql">The query, with a question mark for each value.</param>
    /// <param name="values">The values: texts, integers, doubles, booleans and times.</param>
    /// <exception cref="DuckDbException">It fails.</exception>
    public DuckDbResult QueryWhole(string sql, params IReadOnlyList<object> values) => new(this, sql, values, isWhole: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_database is not null)
        {
            _database.Dispose();
            _database = null;
            DuckDbSpare.Prepare(Api, _limits);
        }
    }

    /// <summary>Makes a text that ends with a zero byte, as C has it.</summary>
    internal static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');
}
