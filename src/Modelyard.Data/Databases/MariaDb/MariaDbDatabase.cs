namespace Modelyard.Data.Databases;

/// <summary>Represents a database of a server of MariaDB or MySQL.</summary>
internal sealed class MariaDbDatabase : Database
{
    private readonly DatabaseAddress _address;
    private readonly MariaDbLibrary _library;
    private SqlDialect? _dialect;

    public MariaDbDatabase(DatabaseAddress address, DatabaseOptions options)
        : base(address.ToString(), options)
    {
        _address = address;
        _library = MariaDbLibrary.Instance;
    }

    /// <summary>Gets the dialect of the server, which says with the first connection which of the two it is.</summary>
    public override SqlDialect Dialect => _dialect ?? SqlDialect.MySql;

    /// <summary>Gets a value indicating whether rows are sent in arrays, which MySQL does not take.</summary>
    internal bool SendsArrays { get; init; } = true;

    public override void Dispose()
    {
    }

    internal override DatabaseSession Connect(bool writes)
    {
        MariaDbConnection connection = Open();
        try
        {
            _dialect = connection.IsMariaDb ? SqlDialect.MariaDb : SqlDialect.MySql;
            return new MariaDbSession(connection, _dialect, _address.Database, writes, SendsArrays && connection.IsMariaDb, Open);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private MariaDbConnection Open() => MariaDbConnection.Open(_library, _address, Options);
}
