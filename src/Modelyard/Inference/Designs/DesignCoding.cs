using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Makes columns of numbers of features.</summary>
internal static class DesignCoding
{
    /// <summary>Codes columns of a table.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="names">The columns.</param>
    /// <param name="interactions">The products of columns; they stand behind the columns, those of fewer before those of more.</param>
    /// <param name="rows">The rows that are taken, in which no cell is missing.</param>
    /// <param name="intercept">Whether there is an intercept.</param>
    internal static DesignMatrix Learn(Frame frame, IReadOnlyList<string> names, IReadOnlyList<Interaction> interactions, int[] rows, bool intercept)
    {
        Interaction[] products = [.. interactions.OrderBy(interaction => interaction.Factors.Count)];
        CheckNames([.. names, .. products.Select(product => product.Name)], intercept);
        var coding = new TermCoding(intercept);
        foreach (string name in names)
        {
            coding.Add(name, [Coded(frame[name], 1, rows)]);
        }

        foreach (Interaction product in products)
        {
            CodedColumn[] columns = [.. product.Factors.Select(factor => Coded(frame[factor.Name], factor.Power, rows))];
            CheckProduct(frame, product, columns, rows);
            coding.Add(product.Name, columns);
        }

        return Checked(new DesignMatrix(Encode(frame, coding.Terms, rows), coding.Terms));
    }

    /// <summary>Codes the features of a matrix.</summary>
    internal static DesignMatrix Learn(Matrix features, FeatureSchema schema, bool intercept)
    {
        CheckNames([.. schema.Select(feature => feature.Name)], intercept);
        CheckFinite(features, schema);
        var coding = new TermCoding(intercept);
        for (int j = 0; j < schema.Count; j++)
        {
            int feature = j;
            coding.Add(schema[j].Name, [new CodedColumn(schema[j].Name, schema[j].IsCategorical
                ? CategoryLevels.Checked(schema[j].Name, CategoryLevels.Used(schema[j].Levels, Enumerable.Range(0, features.Rows).Select(row => (int)features[row, feature])))
                : []) { IsBoolean = schema[j].Kind == FeatureKind.Boolean }]);
        }

        var values = new Matrix(features.Rows, ColumnCount(coding.Terms));
        int first = intercept ? 1 : 0;
        if (!coding.Terms.Any(term => term.IsCategory))
        {
            for (int row = 0; row < values.Rows; row++)
            {
                values.Row(row)[..first].Fill(1);
                features.Row(row).CopyTo(values.Row(row)[first..]);
            }
        }
        else
        {
            Fill(values, coding.Terms, column => Read(features, schema, column));
        }

        return Checked(new DesignMatrix(values, coding.Terms));
    }

    /// <summary>Codes all rows of a table by terms that were learned before.</summary>
    internal static Matrix Encode(Frame frame, IReadOnlyList<DesignTerm> terms)
    {
        foreach (string name in terms.SelectMany(term => term.Features))
        {
            if (frame[name].MissingCount > 0)
            {
                throw new ModelyardException($"The column '{name}' lacks '{frame[name].MissingCount}' cells and must have all of them.");
            }
        }

        return Encode(frame, terms, [.. Enumerable.Range(0, frame.RowCount)]);
    }

    private static CodedColumn Coded(Column column, int power, int[] rows) => new(column.Name, CategoryLevels.Of(column, rows), power) { IsBoolean = column.Kind == ColumnKind.Boolean };

    private static Matrix Encode(Frame frame, IReadOnlyList<DesignTerm> terms, int[] rows)
    {
        var values = new Matrix(rows.Length, ColumnCount(terms));
        Fill(values, terms, column => Read(frame[column.Name], column, rows), rows);
        return values;
    }

    private static void Fill(Matrix values, IReadOnlyList<DesignTerm> terms, Func<CodedColumn, CodedValues> read, int[]? rows = null)
    {
        foreach (DesignTerm term in terms)
        {
            int first = term.First;
            foreach (CodedProduct product in term.Products.DefaultIfEmpty(new CodedProduct([])))
            {
                ParallelLoop.Check();
                (int row, double value) = product.Fill(values, first, read);
                first += product.Count;
                if (row >= 0)
                {
                    throw NotFinite(term.Name, rows is null ? row : rows[row], value);
                }
            }
        }
    }

    /// <summary>Reads a column of a table as a term takes it.</summary>
    private static CodedValues Read(Column column, CodedColumn coded, int[] rows)
    {
        if (coded.IsCategory)
        {
            return new CodedValues(null, CategoryLevels.Places(column, coded, rows));
        }

        if (!column.IsNumeric)
        {
            throw new ModelyardException($"The column '{coded.Name}' holds '{column.Kind}' and must hold numbers, as it did when the regression was made.");
        }

        double[] all = column.ToDoubles(), numbers = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            double number = all[rows[i]];
            numbers[i] = !double.IsFinite(number) ? throw NotFinite(coded.Name, rows[i], number) : coded.Power == 1 ? number : Math.Pow(number, coded.Power);
        }

        return new CodedValues(numbers, null);
    }

    /// <summary>Reads a feature of a matrix as a term takes it.</summary>
    private static CodedValues Read(Matrix features, FeatureSchema schema, CodedColumn coded)
    {
        double[] numbers = new double[features.Rows];
        int feature = schema.IndexOf(coded.Name);
        features.CopyColumnTo(feature, numbers);
        return coded.IsCategory
            ? new CodedValues(null, Array.ConvertAll(numbers, code => code < 0 ? -1 : IndexOf(coded.Levels, schema[feature].Levels[(int)code])))
            : new CodedValues(numbers, null);
    }

    /// <summary>Refuses an interaction of a category with itself, one of too many columns, and one of levels that never meet.</summary>
    private static void CheckProduct(Frame frame, Interaction product, CodedColumn[] columns, int[] rows)
    {
        if (Array.Find(columns, column => column.IsCategory && column.Power > 1) is { } twice)
        {
            throw new ModelyardException($"The interaction '{product.Name}' names the category '{twice.Name}' several times and may name it once; only numbers have powers.");
        }

        CodedColumn[] categories = [.. columns.Where(column => column.IsCategory)];
        long cells = categories.Aggregate(1L, (count, column) => Math.Min(count * column.Levels.Count, int.MaxValue));
        if (cells > CategoryLevels.Most)
        {
            throw new ModelyardException($"The interaction '{product.Name}' has '{cells:N0}' combinations of levels and may have '{CategoryLevels.Most:N0}'. Leave it out, or group levels first.");
        }

        if (categories.Length < 2)
        {
            return;
        }

        int[] cellOf = new int[rows.Length];
        foreach (CodedColumn category in categories)
        {
            int[] places = CategoryLevels.Places(frame[category.Name], category, rows);
            for (int i = 0; i < cellOf.Length; i++)
            {
                cellOf[i] = (cellOf[i] * category.Levels.Count) + places[i];
            }
        }

        int empty = Enumerable.Range(0, (int)cells).Except(cellOf).DefaultIfEmpty(-1).First();
        if (empty >= 0)
        {
            var levels = new Stack<string>();
            foreach (CodedColumn category in categories.Reverse())
            {
                (empty, int level) = Math.DivRem(empty, category.Levels.Count);
                levels.Push($"'{category.Name}' is '{category.Levels[level]}'");
            }

            throw new ModelyardException($"The interaction '{product.Name}' has no row in which {string.Join(" and ", levels)}, so that its coefficients are not all determined. Leave it out, group levels, or make one category of both.");
        }
    }

    private static int ColumnCount(IReadOnlyList<DesignTerm> terms) => terms.Count == 0 ? 0 : terms[^1].First + terms[^1].Count;

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
