using System.Globalization;

namespace Modelyard.Frames.Reshaping;

/// <summary>Represents the taking apart of texts that hold several values, one row for each.</summary>
/// <param name="table">The table.</param>
/// <param name="names">The columns of such texts.</param>
/// <param name="options">How the texts are read.</param>
internal sealed class TableExplode(Frame table, IReadOnlyList<string> names, ExplodeOptions options)
{
    // The rows of each list, gathered from the first column; an empty or a missing one has a single row without a value.
    private readonly List<int> _rows = [];
    private readonly int[] _counts = new int[table.RowCount];

    /// <summary>Takes the texts apart.</summary>
    public Frame Run()
    {
        if (names.Count == 0 || (options.Separator.Length == 0 && !options.Json))
        {
            throw new ArgumentException(names.Count == 0 ? "There is no column to take apart and must be at least one." : "The separator is empty and must be a text.", nameof(names));
        }

        var parts = new Column[names.Count];
        for (int column = 0; column < parts.Length; column++)
        {
            parts[column] = Column(table[names[column]], column == 0);
        }

        int[] rows = [.. _rows];
        return Frame.Of(table.Columns.Select(column => IndexOf(column.Name) is int place && place >= 0 ? parts[place] : column.Take(rows)));
    }

    private int IndexOf(string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    private Column Column(Column column, bool isFirst)
    {
        if (column.Kind is not (ColumnKind.Text or ColumnKind.Category))
        {
            throw new ModelyardException($"The column '{column.Name}' holds '{column.Kind}' and must hold texts to be taken apart.");
        }

        List<string?> texts = [];
        var values = new JsonCells();
        for (int row = 0; row < column.Length; row++)
        {
            int before = texts.Count;
            if (!column.IsMissing(row))
            {
                Split(column, row, texts, values);
            }

            if (texts.Count == before)
            {
                texts.Add(null);
                values.Add(default);
            }

            Note(column, row, texts.Count - before, isFirst);
        }

        Column whole = options.Json ? values.ToColumn(column.Name, texts) : new TextColumn(column.Name, texts);
        return column is CategoryColumn && whole is TextColumn text ? text.ToCategory() : whole;
    }

    private void Split(Column column, int row, List<string?> texts, JsonCells values)
    {
        string cell = column.FormatCell(row);
        if (options.Json)
        {
            values.Read(column.Name, row, cell, texts);
        }
        else if (cell.Length > 0)
        {
            foreach (string part in cell.Split(options.Separator))
            {
                texts.Add(options.Trim ? part.Trim() : part);
            }
        }
    }

    private void Note(Column column, int row, int count, bool isFirst)
    {
        if (!isFirst)
        {
            if (_counts[row] != count)
            {
                throw new ModelyardException(string.Create(
                    CultureInfo.InvariantCulture, $"In data row {row + 1} the column '{names[0]}' holds '{_counts[row]}' values and '{column.Name}' '{count}'; columns that are taken apart together must hold as many."));
            }

            return;
        }

        _counts[row] = count;
        if (_rows.Count + (long)count > options.MaxRows)
        {
            throw new ModelyardException(string.Create(CultureInfo.InvariantCulture, $"The table would have more than '{options.MaxRows:N0}' rows; allow more by MaxRows."));
        }

        for (int i = 0; i < count; i++)
        {
            _rows.Add(row);
        }
    }
}
