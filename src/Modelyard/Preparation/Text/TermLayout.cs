using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Preparation.Text;

/// <summary>Finds columns and terms in encoded rows: the columns of the table come first, then the terms of each text, text after text.</summary>
internal sealed class TermLayout
{
    private TermLayout(FeatureSchema schema)
    {
        Columns = schema.WithoutTerms();
        Lengths = new FeatureSchema(Columns.Select(column => column.Kind == FeatureKind.Text ? new Feature(column.Name) : column));
        Texts = [.. Enumerable.Range(0, Columns.Count).Where(column => Columns[column].Kind == FeatureKind.Text)];
        Starts = new int[Texts.Length + 1];
        Starts[0] = Columns.Count;
        for (int i = 0; i < Texts.Length; i++)
        {
            Starts[i + 1] = Starts[i] + Columns[Texts[i]].Levels.Count;
        }
    }

    /// <summary>Gets the columns of the table.</summary>
    internal FeatureSchema Columns { get; }

    /// <summary>Gets the columns of the table, with a number in the place of each text.</summary>
    internal FeatureSchema Lengths { get; }

    /// <summary>Gets the positions of the columns that are texts.</summary>
    internal int[] Texts { get; }

    /// <summary>Gets where the terms of each text start, and at the end the number of features.</summary>
    internal int[] Starts { get; }

    /// <summary>Finds the layout of a schema; null if no feature is a term.</summary>
    internal static TermLayout? Find(FeatureSchema schema)
    {
        if (!schema.Any(feature => feature.Kind == FeatureKind.Term))
        {
            return null;
        }

        var layout = new TermLayout(schema);
        bool isWhole = layout.Starts[^1] == schema.Count && Enumerable.Range(0, layout.Columns.Count).All(i => schema[i].Kind != FeatureKind.Term);
        return isWhole ? layout : throw new ModelyardException($"The features name '{layout.Starts[^1] - layout.Columns.Count}' terms of texts, and '{schema.Count - layout.Columns.Count}' terms follow the columns; there must be as many, after all columns.");
    }

    /// <summary>Gets the columns of a data set alone, every cell stored; the data set itself if it has no terms.</summary>
    internal static Dataset ColumnsOf(Dataset data) => Find(data.Schema) is { } layout ? data.WithFeatures(layout.ColumnsOf(data, data.RowCount), layout.Columns) : data;

    /// <summary>Copies the columns of the first rows.</summary>
    internal Matrix ColumnsOf(Dataset data, int rows)
    {
        var columns = new Matrix(rows, Columns.Count);
        for (int row = 0; row < rows; row++)
        {
            if (!data.IsSparse)
            {
                data.Features.Row(row)[..Columns.Count].CopyTo(columns.Row(row));
                continue;
            }

            SparseRow own = data.SparseFeatures.Row(row);
            for (int i = 0; i < own.Count && own.Indices[i] < Columns.Count; i++)
            {
                columns.Row(row)[own.Indices[i]] = own.Values[i];
            }
        }

        return columns;
    }

    /// <summary>Copies the terms of one text.</summary>
    internal SparseMatrix TermsOf(Dataset data, int text, FitContext context)
    {
        int first = Starts[text], end = Starts[text + 1];
        return SparseBlocks.Build(
            data.RowCount,
            end - first,
            context.Parallelism,
            (row, builder) =>
            {
                if (data.IsSparse)
                {
                    SparseRow own = data.SparseFeatures.Row(row);
                    for (int i = Find(own.Indices, first); i < own.Count && own.Indices[i] < end; i++)
                    {
                        builder.Add(own.Indices[i] - first, own.Values[i]);
                    }

                    return;
                }

                ReadOnlySpan<double> dense = data.Features.Row(row)[first..end];
                for (int i = dense.IndexOfAnyExcept(0.0); i < dense.Length && i >= 0; i++)
                {
                    if (dense[i] != 0)
                    {
                        builder.Add(i, dense[i]);
                    }
                }
            },
            context.Cancellation);
    }

    /// <summary>Finds the first of ascending indices that is not less than a bound.</summary>
    internal static int Find(ReadOnlySpan<int> indices, int bound)
    {
        int at = indices.BinarySearch(bound);
        return at >= 0 ? at : ~at;
    }
}
