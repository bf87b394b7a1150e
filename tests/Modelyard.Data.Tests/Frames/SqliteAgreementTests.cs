using System.Globalization;
using Microsoft.Data.Sqlite;
using Modelyard.Frames;
using Modelyard.Numerics;

namespace Modelyard.Data.Tests.Frames;

/// <summary>Holds merges and groups of random tables, with missing keys and duplicates, against SQLite.</summary>
public sealed class SqliteAgreementTests : IDisposable
{
    private static readonly ColumnKind[] KeyKinds = [ColumnKind.Integer, ColumnKind.Text, ColumnKind.Double];

    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public SqliteAgreementTests() => _connection.Open();

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 30).Select(seed => (ulong)seed)];

    public void Dispose() => _connection.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Merges_are_joins(ulong seed)
    {
        var random = new RandomStream(seed);
        int keys = 1 + random.NextInt(3);
        Frame left = Table(ref random, keys, "l"), right = Table(ref random, keys, "r");
        Store("a", left);
        Store("b", right);
        string[] names = [.. Enumerable.Range(0, keys).Select(key => $"k{key}")];
        string on = string.Join(" AND ", names.Select(name => $"a.{name} = b.{name}"));
        string either = string.Join(", ", names.Select(name => $"coalesce(a.{name}, b.{name})")), own = string.Join(", ", names.Select(name => "a." + name));
        MergeKey[] all = [.. names.Select(MergeKey.FromString)];
        AssertSame(left.Merge(right, all), $"SELECT {own}, a.l, b.r FROM a JOIN b ON {on}");
        AssertSame(left.Merge(right, all, MergeHow.Left), $"SELECT {own}, a.l, b.r FROM a LEFT JOIN b ON {on}");
        AssertSame(left.Merge(right, all, MergeHow.Right), $"SELECT {string.Join(", ", names.Select(name => "b." + name))}, a.l, b.r FROM a RIGHT JOIN b ON {on}");
        AssertSame(left.Merge(right, all, MergeHow.Outer), $"SELECT {either}, a.l, b.r FROM a FULL JOIN b ON {on}");
        AssertSame(left.Merge(right, all, MergeHow.Semi), $"SELECT {own}, a.l FROM a WHERE EXISTS (SELECT 1 FROM b WHERE {on})");
        AssertSame(left.Merge(right, all, MergeHow.Anti), $"SELECT {own}, a.l FROM a WHERE NOT EXISTS (SELECT 1 FROM b WHERE {on})");
        string matched = string.Join(" AND ", names.Select(name => $"a.{name} IS b.{name}"));
        AssertSame(left.Merge(right, all, MergeHow.Inner, new MergeOptions { MatchMissing = true }), $"SELECT {own}, a.l, b.r FROM a JOIN b ON {matched}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Groups_are_those_of_group_by(ulong seed)
    {
        var random = new RandomStream(seed, 1);
        int keys = 1 + random.NextInt(3);
        Frame table = Table(ref random, keys, "l");
        Store("a", table);
        string[] names = [.. Enumerable.Range(0, keys).Select(key => $"k{key}")];
        string list = string.Join(", ", names);
        Aggregate[] aggregates =
        [
            Aggregate.Count(), Aggregate.Count("l"), Aggregate.Sum("l"), Aggregate.Mean("l"), Aggregate.Minimum("l"), Aggregate.Maximum("l"), Aggregate.UniqueCount("l"),
        ];
        const string Computed = "count(*), count(l), total(l), avg(l), min(l), max(l), count(DISTINCT l)";
        AssertSame(table.GroupBy(names, new GroupOptions { KeepMissing = true }).Aggregate(aggregates), $"SELECT {list}, {Computed} FROM a GROUP BY {list}");
        string present = string.Join(" AND ", names.Select(name => name + " IS NOT NULL"));
        AssertSame(table.GroupBy(names).Aggregate(aggregates), $"SELECT {list}, {Computed} FROM a WHERE {present} GROUP BY {list}");
        AssertSame(table.DropDuplicates(names).Select(names), $"SELECT DISTINCT {list} FROM a");
    }

    /// <summary>Makes a table of keys of mixed kinds, with missing cells and duplicates, and a column of numbers in quarters, whose sums are exact.</summary>
    private static Frame Table(ref RandomStream random, int keys, string value)
    {
        int rows = random.NextInt(60);
        List<Column> columns = [];
        for (int key = 0; key < keys; key++)
        {
            int[] cells = new int[rows];
            bool[] present = new bool[rows];
            for (int row = 0; row < rows; row++)
            {
                cells[row] = random.NextInt(4);
                present[row] = random.NextInt(6) > 0;
            }

            string name = $"k{key}";
            columns.Add(KeyKinds[key] switch
            {
                ColumnKind.Integer => new IntegerColumn(name, Array.ConvertAll(cells, cell => (long)cell), new Validity(present)),
                ColumnKind.Double => new DoubleColumn(name, [.. cells.Zip(present, (cell, here) => here ? cell / 4.0 : double.NaN)]),
                _ => new TextColumn(name, cells.Zip(present, (cell, here) => here ? $"t{cell}'" : null)),
            });
        }

        double[] values = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            values[row] = random.NextInt(5) == 0 ? double.NaN : random.NextInt(40) / 4.0;
        }

        return Frame.Of([.. columns, new DoubleColumn(value, values)]);
    }

    private void Store(string name, Frame table)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        using SqliteCommand create = _connection.CreateCommand();
        create.CommandText = $"DROP TABLE IF EXISTS {name}; CREATE TABLE {name} ({string.Join(", ", table.Columns.Select(column => column.Name))})";
        create.ExecuteNonQuery();
        using SqliteCommand insert = _connection.CreateCommand();
        insert.CommandText = $"INSERT INTO {name} VALUES ({string.Join(", ", table.Columns.Select((_, number) => $"$p{number}"))})";
        SqliteParameter[] parameters = [.. table.Columns.Select((_, number) => insert.Parameters.AddWithValue($"$p{number}", DBNull.Value))];
        for (int row = 0; row < table.RowCount; row++)
        {
            for (int column = 0; column < parameters.Length; column++)
            {
                parameters[column].Value = table.Columns[column].IsMissing(row) ? DBNull.Value : table.Columns[column] switch
                {
                    IntegerColumn integers => integers.Values[row],
                    DoubleColumn numbers => numbers.Values[row],
                    Column texts => texts.FormatCell(row),
                };
            }

            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>Asserts that a table has the rows of a query, in any order.</summary>
    private void AssertSame(Frame actual, string query)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = query;
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> expected = [];
        while (reader.Read())
        {
            expected.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(field => reader.IsDBNull(field) ? "" : Convert.ToString(reader.GetValue(field), CultureInfo.InvariantCulture))));
        }

        IEnumerable<string> found = Enumerable.Range(0, actual.RowCount).Select(row => string.Join('|', actual.Columns.Select(column => column.FormatCell(row))));
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }
}
