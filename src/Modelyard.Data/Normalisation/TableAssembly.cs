using Modelyard.Data.Databases;
using Modelyard.Data.Relations;
using Modelyard.Frames;
using Modelyard.Frames.Keys;

namespace Modelyard.Data.Normalisation;

/// <summary>Makes the tables of a normal form out of a flat table and the homes of its columns.</summary>
internal sealed class TableAssembly
{
    private const int LongestTextKey = 255;
    private const int LongestFirst = 32;
    private const int LookupRows = 20;
    private const int LeastLookup = 3;

    private readonly Frame _flat;
    private readonly NormalisationOptions _options;
    private readonly ColumnNames _names;
    private readonly IReadOnlyList<int[]?> _homes;
    private readonly int[][] _keys;
    private readonly string[] _keyTables;
    private readonly ColumnDefinition[] _definitions;
    private readonly HashSet<string> _tableNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _columnNames;
    private readonly Dictionary<int, (string Table, string Id, IntegerColumn Cells)> _surrogates = [];
    private readonly Dictionary<int, List<int>> _broken = [];
    private readonly List<RelationTable> _tables = [];
    private readonly List<CellExceptions> _exceptions = [];

    public TableAssembly(Frame flat, string name, NormalisationOptions options, IReadOnlyList<int[]?> homes)
    {
        _flat = flat;
        _options = options;
        _homes = homes;
        _names = new ColumnNames(flat.Columns.Select(column => column.Name));
        _columnNames = new HashSet<string>(flat.Columns.Select(column => column.Name), StringComparer.OrdinalIgnoreCase);
        _definitions = [.. flat.Columns.Select(ColumnDefinition.Of)];
        _keys = [.. homes.OfType<int[]>().DistinctBy(home => string.Join(',', home)).OrderBy(home => home.Length).ThenBy(home => home[0])];
        BaseName = Unique(name, _tableNames);
        _keyTables = [.. _keys.Select(key => Unique(_names.TableName(key, [.. Dependents(key)]), _tableNames))];
    }

    /// <summary>Gets the name of the table that remains.</summary>
    public string BaseName { get; }

    /// <summary>Gets the columns of its primary key.</summary>
    public IReadOnlyList<string> BaseKey { get; private set; } = [];

    /// <summary>Gets the tables.</summary>
    public IReadOnlyList<RelationTable> Tables => _tables;

    /// <summary>Gets the rows that break what was accepted.</summary>
    public IReadOnlyList<CellExceptions> Exceptions => _exceptions;

    /// <summary>Makes the tables.</summary>
    /// <param name="dependencies">The dependencies that were accepted.</param>
    /// <param name="candidateKeys">The sets of columns that tell all rows apart.</param>
    public void Run(IReadOnlyList<FunctionalDependency> dependencies, IReadOnlyList<IReadOnlyList<string>> candidateKeys)
    {
        int[][] rowsOfKeys = [.. _keys.Select(FirstRows)];
        Dictionary<int, int[]> dependentRows = [];
        for (int i = 0; i < _keys.Length; i++)
        {
            foreach (int column in Dependents(_keys[i]))
            {
                dependentRows[column] = ValueRows(_keys[i], column, rowsOfKeys[i]);
            }
        }

        int[] remaining = [.. Enumerable.Range(0, _homes.Count).Where(column => _homes[column] is null)];
        int[] baseKey = FindBaseKey(remaining, candidateKeys);
        ChooseSurrogates(rowsOfKeys, baseKey);
        for (int i = 0; i < _keys.Length; i++)
        {
            AddKeyTable(i, rowsOfKeys[i], dependentRows);
        }

        AddBase(remaining, baseKey);
        foreach ((int column, List<int> rows) in _broken.OrderBy(one => one.Key))
        {
            AddExceptions(column, rows, dependencies);
        }

        Connect();
    }

    private IEnumerable<int> Dependents(int[] key) => Enumerable.Range(0, _homes.Count).Where(column => _homes[column] is { } home && home.SequenceEqual(key));

    private RowKeys KeysOf(int[] key) => RowKeys.Of([.. key.Select(column => _flat.Columns[column])], MissingKeys.Dropped);

    private int[] FirstRows(int[] key) => KeysOf(key).FirstRows();

    /// <summary>Finds for each value of a key the row that has the cell of most rows of it, and notes the rows that have another.</summary>
    private int[] ValueRows(int[] key, int column, int[] firstRows)
    {
        int[] numbers = KeysOf(key).Numbers[0], codes = ColumnCodes.Of(_flat.Columns[column]).Codes, rows = (int[])firstRows.Clone();
        bool[] torn = new bool[rows.Length];
        for (int row = 0; row < numbers.Length; row++)
        {
            if (numbers[row] >= 0 && codes[row] != codes[firstRows[numbers[row]]])
            {
                torn[numbers[row]] = true;
            }
        }

        foreach (IGrouping<int, int> group in Enumerable.Range(0, numbers.Length).Where(row => numbers[row] >= 0 && torn[numbers[row]]).GroupBy(row => numbers[row]))
        {
            rows[group.Key] = group.GroupBy(row => codes[row]).OrderByDescending(same => same.Count()).First().First();
        }

        List<int> broken = [.. Enumerable.Range(0, numbers.Length).Where(row => numbers[row] < 0 ? codes[row] >= 0 : codes[row] != codes[rows[numbers[row]]])];
        if (broken.Count > 0)
        {
            _broken[column] = broken;
        }

        return rows;
    }

    /// <summary>Chooses the primary key of the remaining table: what was told, else columns that identify, else the number of the row (no columns).</summary>
    private int[] FindBaseKey(int[] remaining, IReadOnlyList<IReadOnlyList<string>> candidateKeys)
    {
        if (_options.Key.Count > 0)
        {
            int[] told = [.. _options.Key.Select(_flat.PositionOf)];
            if (Array.Exists(told, column => _flat.Columns[column].MissingCount > 0) || RowKeys.Of([.. told.Select(column => _flat.Columns[column])], MissingKeys.Kept).Count < _flat.RowCount)
            {
                throw new ModelyardException($"The key '{string.Join(", ", _options.Key)}' does not tell all rows apart or has missing cells, and must. Leave it out, and rows get numbers where they need them.");
            }

            return Array.TrueForAll(told, remaining.Contains)
                ? told
                : throw new ModelyardException($"The key '{string.Join(", ", _options.Key)}' has columns that others determine, which go to another table. Ignore the dependency, or choose another key.");
        }

        if (_options.RowNumbers)
        {
            return [];
        }

        HashSet<int> references = [.. _keys.Where(key => key.Length == 1).Select(key => key[0])];

        // What stands first is often what a row is about, if it is short.
        bool Identifies(int column) => (column == 0 && !(_definitions[0].MaxLength > LongestFirst)) || references.Contains(column) || _names.Identifies(column);
        return candidateKeys.Select(key => key.Select(_flat.PositionOf).ToArray())
            .Where(key => Array.TrueForAll(key, remaining.Contains) && (Array.TrueForAll(key, Identifies) || (key.Length > 1 && key.Count(Identifies) >= key.Length - 1)))
            .OrderBy(key => key.Length).ThenByDescending(key => key.Count(Identifies)).ThenBy(key => key.Sum(column => _names.Rank(column, _flat.Columns[column].Kind))).ThenBy(key => key[0])
            .FirstOrDefault(key => Array.TrueForAll(key, column => !IsLong(column))) ?? [];
    }

    private bool IsLong(int column) => _definitions[column].MaxLength > LongestTextKey;

    private void ChooseSurrogates(int[][] rowsOfKeys, int[] baseKey)
    {
        for (int i = 0; i < _keys.Length; i++)
        {
            if (_keys[i] is [int key] && _broken.ContainsKey(key) is false && _flat.Columns[key].Kind is ColumnKind.Text or ColumnKind.Category && (_options.Surrogates || IsLong(_keys[i][0])))
            {
                AddSurrogate(_keys[i][0], _keyTables[i], rowsOfKeys[i]);
            }
        }

        HashSet<int> used = [.. _keys.SelectMany(key => key), .. baseKey, .. _broken.Keys];
        for (int column = 0; _options.Lookups && column < _homes.Count; column++)
        {
            if (used.Contains(column) || _flat.Columns[column].Kind is not (ColumnKind.Text or ColumnKind.Category))
            {
                continue;
            }

            int rows = _homes[column] is { } home ? FirstRows(home).Length : _flat.RowCount;
            int[] first = FirstRows([column]);
            if (first.Length >= LeastLookup && first.Length <= _options.LookupValues && (long)first.Length * LookupRows <= rows)
            {
                string table = Unique(_names.TableName([column], []), _tableNames);
                AddSurrogate(column, table, first);
                AddTable(table, [_surrogates[column].Cells.Take(Numbers(first.Length)), _flat.Columns[column].Take(first)], [_surrogates[column].Id], [[_flat.Columns[column].Name]]);
            }
        }
    }

    private void AddSurrogate(int column, string table, int[] firstRows)
    {
        int[] numbers = KeysOf([column]).Numbers[0];
        string id = Unique(_flat.Columns[column].Name + "_id", _columnNames);
        bool[] present = Array.ConvertAll(numbers, number => number >= 0);

        // The numbers 1, 2, ... of the table's own rows stand at the front, so that they can be taken from the same column.
        long[] cells = new long[firstRows.Length + numbers.Length];
        bool[] all = new bool[cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = i < firstRows.Length ? i + 1 : numbers[i - firstRows.Length] + 1;
            all[i] = i < firstRows.Length || present[i - firstRows.Length];
        }

        _surrogates[column] = (table, id, new IntegerColumn(id, cells, new Validity(all)));
    }

    private static int[] Numbers(int count) => [.. Enumerable.Range(0, count)];

    /// <summary>Gets the cells of a column in a table that is not its key's own: the integers that stand for them, if there are such.</summary>
    private Column Physical(int column, int[] rows)
    {
        if (!_surrogates.TryGetValue(column, out (string Table, string Id, IntegerColumn Cells) surrogate))
        {
            return _flat.Columns[column].Take(rows);
        }

        int own = surrogate.Cells.Length - _flat.RowCount;
        return surrogate.Cells.Take(Array.ConvertAll(rows, row => row + own));
    }

    private string PhysicalName(int column) => _surrogates.TryGetValue(column, out (string Table, string Id, IntegerColumn Cells) surrogate) ? surrogate.Id : _flat.Columns[column].Name;

    private void AddKeyTable(int index, int[] rows, Dictionary<int, int[]> dependentRows)
    {
        int[] key = _keys[index];
        IEnumerable<Column> dependents = Dependents(key).Select(column => Physical(column, dependentRows[column]));
        if (key is [int only] && _surrogates.TryGetValue(only, out (string Table, string Id, IntegerColumn Cells) surrogate))
        {
            AddTable(_keyTables[index], [surrogate.Cells.Take(Numbers(rows.Length)), _flat.Columns[only].Take(rows), .. dependents], [surrogate.Id], IsLong(only) ? [] : [[_flat.Columns[only].Name]]);
        }
        else
        {
            AddTable(_keyTables[index], [.. key.Select(column => Physical(column, rows)), .. dependents], [.. key.Select(PhysicalName)], []);
        }
    }

    private void AddBase(int[] remaining, int[] baseKey)
    {
        int[] all = Numbers(_flat.RowCount);
        List<Column> columns = [.. remaining.Select(column => Physical(column, all))];
        if (baseKey.Length == 0)
        {
            string name = Unique("row_number", _columnNames);
            columns.Insert(0, new IntegerColumn(name, Array.ConvertAll(all, row => row + 1L)));
            BaseKey = [name];
        }
        else
        {
            BaseKey = [.. baseKey.Select(PhysicalName)];
        }

        AddTable(BaseName, columns, BaseKey, []);
    }

    private void AddExceptions(int column, List<int> rows, IReadOnlyList<FunctionalDependency> dependencies)
    {
        Frame baseTable = _tables.Find(table => table.Name == BaseName)!.Rows;
        string name = Unique($"{BaseName}_{string.Join('_', _flat.Columns[column].Name.Split(' '))}_exceptions", _tableNames);
        int[] taken = [.. rows];
        AddTable(name, [.. BaseKey.Select(key => baseTable[key].Take(taken)), _flat.Columns[column].Take(taken)], BaseKey, []);
        string[] left = [.. _homes[column]!.Select(key => _flat.Columns[key].Name)];
        string right = _flat.Columns[column].Name;
        FunctionalDependency dependency = dependencies.FirstOrDefault(one => one.Right == right && one.Left.SequenceEqual(left)) ?? new FunctionalDependency(left, right);
        _exceptions.Add(new CellExceptions(dependency with { Violations = rows.Count, Error = (double)rows.Count / _flat.RowCount }, name, rows));
    }

    private void AddTable(string name, IReadOnlyList<Column> columns, IReadOnlyList<string> key, IReadOnlyList<IReadOnlyList<string>> uniqueKeys)
    {
        var rows = Frame.Of(columns);
        _tables.Add(new RelationTable(
            new TableDefinition
            {
                Name = name,
                Columns = [.. columns.Select(column => Define(column) with { IsNullable = column.MissingCount > 0 })],
                PrimaryKey = key,
                UniqueKeys = uniqueKeys,
            },
            rows));
    }

    // A column has the same type in every table, so that foreign keys fit.
    private ColumnDefinition Define(Column column) => _flat.TryGetColumn(column.Name, out _)
        ? _definitions[_flat.PositionOf(column.Name)]
        : _tables.Find(table => table.Name == BaseName)?.Definition.Columns.FirstOrDefault(one => one.Name == column.Name) is { } known ? known
        : _surrogates.Values.FirstOrDefault(one => one.Id == column.Name) is { Cells: { } cells } ? ColumnDefinition.Of(cells) : ColumnDefinition.Of(column);

    /// <summary>Adds the foreign keys: wherever the columns of a table's key stand in another table.</summary>
    private void Connect()
    {
        HashSet<string> exceptions = [.. _exceptions.Select(one => one.Table)];
        for (int i = 0; i < _tables.Count; i++)
        {
            RelationTable table = _tables[i];
            ForeignKey[] found = [.. _tables.Where(other => other != table && !exceptions.Contains(other.Name) && other.Definition.PrimaryKey.All(key => table.Rows.TryGetColumn(key, out _)))
                .Where(other => other.Name != BaseName || exceptions.Contains(table.Name))
                .Select(other => new ForeignKey(other.Definition.PrimaryKey, other.Name, other.Definition.PrimaryKey))];
            bool isException = exceptions.Contains(table.Name);
            ForeignKey[] kept = [.. found.Where(one => !isException || one.ReferencedTable.Name == BaseName || one.Columns.Any(column => !BaseKey.Contains(column)))
                .Where(one => !Array.Exists(found, other => other != one && other.Columns.Count > one.Columns.Count && one.Columns.All(other.Columns.Contains)
                    && _tables.Find(parent => parent.Name == other.ReferencedTable.Name)!.Rows.TryGetColumn(one.Columns[0], out _)))];
            _tables[i] = table with { Definition = table.Definition with { ForeignKeys = kept } };
        }
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        string free = name.Length > 40 ? name[..40] : name;
        for (int i = 2; !taken.Add(free); i++)
        {
            free = $"{name}_{i}";
        }

        return free;
    }
}
