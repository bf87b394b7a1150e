using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Makes columns of numbers of features.</summary>
internal static class DesignCoding
{
    // A category of more levels than this is an identifier, of which no regression makes sense.
    private const int MostLevels = 1000;

    /// <summary>Codes columns of a table.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="names">The columns.</param>
    /// <param name="rows">The rows that are taken, in which no cell is missing.</param>
    /// <param name="intercept">Whether there is an intercept.</param>
    internal static DesignMatrix Learn(Frame frame, IReadOnlyList<string> names, int[] rows, bool intercept)
    {
        CheckNames(names, intercept);
        List<DesignTerm> terms = Begin(intercept);
        foreach (string name in names)
        {
            Column column = frame[name];
            string[] levels = [];
            switch (column)
            {
                case CategoryColumn category:
                    levels = UsedLevels(category.Levels, rows.Select(row => category.Codes[row]));
                    break;
                case TextColumn text:
                    levels = UsedLevels(text, rows);
                    break;
                case TimestampColumn:
                    throw new ModelyardException($"The column '{name}' holds times and must hold numbers, booleans or categories. Make a number of it first, such as 'year({name})' by 'modelyard data with'.");
            }

            Add(terms, name, levels);
        }

        return Checked(new DesignMatrix(Encode(frame, terms, rows), terms));
    }

    /// <summary>Codes the features of a matrix.</summary>
    internal static DesignMatrix Learn(Matrix features, FeatureSchema schema, bool intercept)
    {
        CheckNames([.. schema.Select(feature => feature.Name)], intercept);
        List<DesignTerm> terms = Begin(intercept);
        CheckFinite(features, schema);
        for (int j = 0; j < schema.Count; j++)
        {
            int feature = j;
            Add(terms, schema[j].Name, schema[j].IsCategorical ? UsedLevels(schema[j].Levels, Enumerable.Range(0, features.Rows).Select(row => (int)features[row, feature])) : []);
        }

        Matrix values = Matrix.Uninitialized(features.Rows, ColumnCount(terms));
        int first = intercept ? 1 : 0;
        bool areNumbers = !terms.Exists(term => term.IsCategory);
        for (int row = 0; row < values.Rows; row++)
        {
            ReadOnlySpan<double> from = features.Row(row);
            Span<double> to = values.Row(row);
            to[..first].Fill(1);
            if (areNumbers)
            {
                from.CopyTo(to[first..]);
                continue;
            }

            for (int j = 0; j < from.Length; j++)
            {
                DesignTerm term = terms[first + j];
                if (term.IsCategory)
                {
                    Indicate(to, term, from[j] < 0 ? -1 : IndexOf(term.Levels, schema[j].Levels[(int)from[j]]));
                }
                else
                {
                    to[term.First] = from[j];
                }
            }
        }

        return Checked(new DesignMatrix(values, terms));
    }

    /// <summary>Codes all rows of a table by terms that were learned before.</summary>
    internal static Matrix Encode(Frame frame, IReadOnlyList<DesignTerm> terms)
    {
        foreach (DesignTerm term in terms.Where(term => term.Name != DesignMatrix.InterceptName || frame.TryGetColumn(term.Name, out _)))
        {
            if (frame[term.Name].MissingCount > 0)
            {
                throw new ModelyardException($"The column '{term.Name}' lacks '{frame[term.Name].MissingCount}' cells and must have all of them.");
            }
        }

        int[] rows = new int[frame.RowCount];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = row;
        }

        return Encode(frame, terms, rows);
    }

    private static Matrix Encode(Frame frame, IReadOnlyList<DesignTerm> terms, int[] rows)
    {
        var values = new Matrix(rows.Length, ColumnCount(terms));
        double[] numbers = new double[frame.RowCount];
        foreach (DesignTerm term in terms)
        {
            ParallelLoop.Check();
            if (!frame.TryGetColumn(term.Name, out Column? column))
            {
                for (int i = 0; i < rows.Length; i++)
                {
                    values[i, term.First] = 1;
                }
            }
            else if (!term.IsCategory)
            {
                if (!column.IsNumeric)
                {
                    throw new ModelyardException($"The column '{term.Name}' holds '{column.Kind}' and must hold numbers, as it did when the regression was made.");
                }

                column.CopyTo(numbers);
                for (int i = 0; i < rows.Length; i++)
                {
                    double number = numbers[rows[i]];
                    values[i, term.First] = double.IsFinite(number) ? number : throw NotFinite(term.Name, rows[i], number);
                }
            }
            else
            {
                EncodeLevels(column, term, rows, values);
            }
        }

        return values;
    }

    private static void EncodeLevels(Column column, DesignTerm term, int[] rows, Matrix values)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int level = 0; level < term.Levels.Count; level++)
        {
            places[term.Levels[level]] = level;
        }

        int[]? byCode = column is CategoryColumn category ? [.. category.Levels.Select(level => places.GetValueOrDefault(level, -1))] : null;
        for (int i = 0; i < rows.Length; i++)
        {
            int level = byCode is not null ? byCode[((CategoryColumn)column).Codes[rows[i]]] : places.GetValueOrDefault(column.FormatCell(rows[i]), -1);
            if (level < 0)
            {
                throw new ModelyardException($"The column '{term.Name}' holds '{column.FormatCell(rows[i])}' in data row {rows[i] + 1} and must hold one of {string.Join(", ", term.Levels.Take(10).Select(one => $"'{one}'"))}{(term.Levels.Count > 10 ? ", ..." : "")}.");
            }

            Indicate(values.Row(i), term, level);
        }
    }

    private static void Indicate(Span<double> row, DesignTerm term, int level)
    {
        row.Slice(term.First, term.Count).Clear();
        if (level > 0)
        {
            row[term.First + level - 1] = 1;
        }
    }

    private static List<DesignTerm> Begin(bool intercept) => intercept ? [new DesignTerm(DesignMatrix.InterceptName, 0, 1)] : [];

    private static void Add(List<DesignTerm> terms, string name, string[] levels)
    {
        if (levels.Length == 1)
        {
            throw new ModelyardException($"The column '{name}' is '{levels[0]}' in every row and explains nothing. Leave it out.");
        }

        if (levels.Length > MostLevels)
        {
            throw new ModelyardException($"The column '{name}' has '{levels.Length:N0}' different texts and may have '{MostLevels:N0}'. Leave it out, or group its levels first.");
        }

        terms.Add(new DesignTerm(name, ColumnCount(terms), levels.Length == 0 ? 1 : levels.Length - 1) { Levels = levels });
    }

    private static int ColumnCount(IReadOnlyList<DesignTerm> terms) => terms.Count == 0 ? 0 : terms[^1].First + terms[^1].Count;

    private static string[] UsedLevels(IReadOnlyList<string> levels, IEnumerable<int> codes)
    {
        bool[] used = new bool[levels.Count];
        foreach (int code in codes)
        {
            if (code >= 0)
            {
                used[code] = true;
            }
        }

        string[] found = [.. levels.Where((_, code) => used[code])];
        Array.Sort(found, CategoryColumn.CompareByCodePoint);
        return found;
    }

    private static string[] UsedLevels(TextColumn text, int[] rows)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (int row in rows)
        {
            found.Add(text[row]!);
        }

        string[] levels = [.. found];
        Array.Sort(levels, CategoryColumn.CompareByCodePoint);
        return levels;
    }

    private static int IndexOf(IReadOnlyList<string> levels, string level)
    {
        for (int i = 0; i < levels.Count; i++)
        {
            if (levels[i] == level)
            {
                return i;
            }
        }

        return -1;
    }

    private static void CheckNames(IReadOnlyList<string> names, bool intercept)
    {
        if (names.Count == 0 && !intercept)
        {
            throw new ModelyardException("There is neither a feature nor an intercept; a regression needs one of them.");
        }

        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ModelyardException($"The feature '{twice.Key}' is named '{twice.Count()}' times and must be named once.");
        }

        if (names.Contains(DesignMatrix.InterceptName, StringComparer.Ordinal))
        {
            throw new ModelyardException($"A feature is named '{DesignMatrix.InterceptName}', which is the name of the intercept. Rename or leave out the column; the intercept is made by itself.");
        }
    }

    private static void CheckFinite(Matrix features, FeatureSchema schema)
    {
        for (int row = 0; row < features.Rows; row++)
        {
            // A sum is finite only if all its terms are: one test a row (ols_summary).
            ReadOnlySpan<double> values = features.Row(row);
            for (int j = 0; j < values.Length && !double.IsFinite(VectorKernels.Sum(values)); j++)
            {
                if (!double.IsFinite(values[j]))
                {
                    throw NotFinite(schema[j].Name, row, values[j]);
                }
            }
        }
    }

    private static ModelyardException NotFinite(string name, int row, double value) =>
        new($"The column '{name}' is '{value}' in data row {row + 1} and must be a finite number.");

    /// <summary>Refuses a feature that is the same in every row, as its coefficient could be anything; without an intercept it stands in for one.</summary>
    private static DesignMatrix Checked(DesignMatrix design)
    {
        if (!design.HasIntercept)
        {
            return design;
        }

        // Row by row, as the matrix lies in memory: the columns that are left after a few rows are the constant ones, if any.
        List<int> constant = [.. Enumerable.Range(1, design.Columns.Count - 1)];
        for (int row = 1; row < design.RowCount && constant.Count > 0; row++)
        {
            int at = row;
            constant.RemoveAll(j => design.Values[at, j] != design.Values[0, j]);
        }

        return constant.Count == 0 ? design : throw new ModelyardException(
            $"The column '{design.Columns[constant[0]]}' is '{design.Values[0, constant[0]]}' in every row and explains nothing. Leave it out.");
    }
}
