using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Preparation.Text;

/// <summary>Represents the preparation of rows with texts: their columns by one sequence of steps, the terms of each text by their weights, side by side.</summary>
/// <param name="Columns">The steps for the columns, where a text stands as the logarithm of its number of words; there may be none.</param>
/// <param name="Weighting">How the terms of each text are weighted.</param>
/// <remarks>With every term the result is sparse; with some of them, dense. The terms are chosen by the target of the rows that are learned from.</remarks>
public sealed record TextPreparation(IReadOnlyList<ITransformer> Columns, TfidfTransformer Weighting) : ITransformer
{
    /// <summary>Gets the greatest number of terms that are kept, those that tell most of the target; null keeps all.</summary>
    public int? MostTerms { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { Sparse = true, MissingValues = true, Categories = true };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context) => FitTransform(data, context).Model;

    /// <inheritdoc/>
    public (ITransformModel Model, Dataset Transformed) FitTransform(Dataset data, FitContext context)
    {
        FitChecks.Run(this, data, context);
        TermLayout layout = TermLayout.Find(data.Schema)
            ?? throw new ModelyardException("The data has no feature that is a term of a text. Encode a table that has a text by 'RowEncoder', or prepare the columns alone.");
        (ITransformModel[] steps, Dataset columns) = FitColumns(TextPreparationModel.Lengths(layout, data), context);
        var weightings = new TfidfModel[layout.Texts.Length];
        var terms = new List<SparseMatrix>();
        for (int text = 0; text < weightings.Length; text++)
        {
            SparseMatrix counts = layout.TermsOf(data, text, context);
            int first = layout.Starts[text];
            var own = new FeatureSchema(Enumerable.Range(first, counts.Columns).Select(feature => data.Schema[feature]));
            weightings[text] = Weighting.Fit(data.WithFeatures(counts, own), context);
            terms.Add(weightings[text].TransformSparse(counts, context.Parallelism, context.Cancellation));
        }

        context.Checkpoint();
        int[]? kept = MostTerms is { } most ? Telling(SideBySide(terms, context), data, most, context) : null;
        var model = new TextPreparationModel(data.Schema, steps, weightings, kept);
        return (model, model.Join(data, columns, context.Parallelism, context.Cancellation));
    }

    /// <summary>Chooses the terms that tell most of the target, one by one; Source: Yang and Pedersen (1997), A Comparative Study on Feature Selection in Text Categorization, ICML.</summary>
    private static int[] Telling(SparseMatrix terms, Dataset data, int most, FitContext context)
    {
        var selection = new SelectBest { Count = most, Score = data.Task == TaskKind.Classification ? SelectionScore.ChiSquared : SelectionScore.FRatio };
        return ((SelectionModel)selection.Fit(data.WithFeatures(terms, FeatureSchema.Numeric(terms.Columns)), context)).Columns.ToArray();
    }

    private (ITransformModel[] Steps, Dataset Transformed) FitColumns(Dataset data, FitContext context)
    {
        var models = new ITransformModel[Columns.Count];
        for (int i = 0; i < models.Length; i++)
        {
            (models[i], data) = Columns[i].FitTransform(data, context.ForPart((ulong)i + 1));
        }

        return (models, data);
    }

    private static SparseMatrix SideBySide(List<SparseMatrix> parts, FitContext context) =>
        parts.Count == 1 ? parts[0] : SparseBlocks.Build(
            parts[0].Rows,
            parts.Sum(part => part.Columns),
            context.Parallelism,
            (row, builder) =>
            {
                int first = 0;
                foreach (SparseMatrix part in parts)
                {
                    SparseRow own = part.Row(row);
                    for (int i = 0; i < own.Count; i++)
                    {
                        builder.Add(first + own.Indices[i], own.Values[i]);
                    }

                    first += part.Columns;
                }
            },
            context.Cancellation);
}
