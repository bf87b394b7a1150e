using System.Runtime.InteropServices;
using System.Text;

namespace Modelyard.Data.Parquet;

/// <summary>Represents a database of DuckDB in memory that may reach one file and nothing else: no network, no extension.</summary>
internal sealed unsafe class DuckDbSession : IDisposable
{
    private readonly string _spill = Path.Combine(Path.GetTempPath(), $"modelyard-duckdb-{Guid.NewGuid():N}");
    private nint _database;
    private nint _connection;

    /// <summary>Opens a session.</summary>
    /// <param name="file">The full path of the file that it may read or write.</param>
    /// <param name="options">The limits.</param>
    /// <exception cref="ModelyardException">The library is missing or fails.</exception>
    public DuckDbSession(string file, ParquetLimits options)
    {
        Api = DuckDbLibrary.Load();
        File = file;
        try
        {
            Open(options);
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
    public nint Connection => _connection;

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
    public DuckDbResult Query(string sql, params IReadOnlyList<object> values) => new(this, sql, values);

    /// <inheritdoc/>
    public void Dispose()
    {
        nint connection = _connection, database = _database;
        Api.Disconnect(&connection);
        Api.Close(&database);
        (_connection, _database) = (0, 0);

        if (Directory.Exists(_spill))
        {
            Directory.Delete(_spill, recursive: true);
        }
    }

    /// <summary>Makes a text that ends with a zero byte, as C has it.</summary>
    internal static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private void Open(ParquetLimits options)
    {
        nint config = 0;
        if (Api.CreateConfig(&config) != 0)
        {
            throw new ModelyardException("DuckDB could not be set up.");
        }

        try
        {
            Set(config, "autoinstall_known_extensions", "false");
            Set(config, "autoload_known_extensions", "false");
            Set(config, "temp_directory", _spill);
            Set(config, "threads", (options.DegreeOfParallelism ?? Environment.ProcessorCount).ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (options.MemoryLimit is long limit)
            {
                Set(config, "memory_limit", FormattableString.Invariant($"{limit}B"));
            }

            byte* error = null;
            fixed (byte* path = Text(":memory:"))
            {
                nint database = 0, connection = 0;
                bool isOpen = Api.Open(path, &database, config, &error) == 0 && Api.Connect(database, &connection) == 0;
                (_connection, _database) = (connection, database);
                if (!isOpen)
                {
                    string message = Marshal.PtrToStringUTF8((nint)error) ?? "it gives no reason";
                    Api.Free(error);
                    throw new ModelyardException($"DuckDB could not be opened: {message}");
                }
            }
        }
        finally
        {
            Api.DestroyConfig(&config);
        }
    }

    private void Set(nint config, string name, string value)
    {
        fixed (byte* nameText = Text(name), valueText = Text(value))
        {
            if (Api.SetConfig(config, nameText, valueText) != 0)
            {
                throw new ModelyardException($"DuckDB does not take '{value}' for '{name}'. Version 1.2 or later is needed.");
            }
        }
    }
}
