using System.Globalization;
using Modelyard.Explanation.Shapley;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation;

/// <summary>Represents a model as a function from rows to the outputs that are explained.</summary>
internal sealed class ModelFunction
{
    private const int BlockElements = 1 << 16;
    private const int MostBlockRows = 512;
    private const int MostCells = 5;
    private readonly Action<Matrix, Matrix> _evaluate;

    private ModelFunction(FeatureSchema features, IReadOnlyList<string> outputs, ShapleyScale scale, Action<Matrix, Matrix> evaluate)
    {
        Features = features;
        Outputs = outputs;
        Scale = scale;
        _evaluate = evaluate;
    }

    /// <summary>Writes one row.</summary>
    internal delegate void RowMaker(int number, Span<double> row);

    internal FeatureSchema Features { get; }

    internal IReadOnlyList<string> Outputs { get; }

    internal ShapleyScale Scale { get; }

    /// <summary>Makes a function of a model: its number, its targets, its score of how unlike the others a row is, or the probabilities of its classes, of two the second's.</summary>
    /// <exception cref="ModelyardException">The model predicts none of these.</exception>
    internal static ModelFunction Of(IModel model) => model switch
    {
        IRegressionModel regressor => new(model.Features, [""], ShapleyScale.Prediction, (rows, outputs) => regressor.Predict(rows, outputs.AsSpan())),
        IClassificationModel { Classes.Count: 2 } classifier => new(model.Features, [classifier.Classes[1]], ShapleyScale.Probability, (rows, outputs) =>
        {
            var both = new Matrix(rows.Rows, 2);
            classifier.PredictProbability(rows, both);
            both.CopyColumnTo(1, outputs.AsSpan());
        }),
        IClassificationModel classifier => new(model.Features, classifier.Classes, ShapleyScale.Probability, (rows, outputs) => classifier.PredictProbability(rows, outputs)),
        IMultiTargetModel targets => new(
            model.Features, targets.TargetNames, targets.Task == TaskKind.Classification ? ShapleyScale.Probability : ShapleyScale.Prediction, (rows, outputs) => targets.PredictTargets(rows, outputs)),
        IAnomalyModel detector => new(model.Features, [""], ShapleyScale.Prediction, (rows, outputs) => detector.Score(rows, outputs.AsSpan())),
        _ => throw new ModelyardException($"A '{model.GetType().Name}' predicts no number, class, targets or score that could be explained. Give a function of its rows instead."),
    };

    /// <summary>Makes a function of any one that gives a number for each row.</summary>
    internal static ModelFunction Of(Func<Matrix, double[]> function, FeatureSchema features) => new(features, [""], ShapleyScale.Prediction, (rows, outputs) =>
    {
        double[] values = function(rows) ?? throw new ArgumentException($"The function gave 'null' for '{rows.Rows}' rows and must give a number for each.", nameof(function));
        if (values.Length != rows.Rows)
        {
            throw new ArgumentException($"The function gave '{values.Length}' numbers for '{rows.Rows}' rows and must give one for each.", nameof(function));
        }

        values.CopyTo(outputs.AsSpan());
    });

    /// <summary>Evaluates rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="outputs">Receives rows x outputs, without gaps.</param>
    /// <exception cref="ModelyardException">An output is NaN or infinite.</exception>
    internal void Evaluate(Matrix rows, Matrix outputs)
    {
        Ask(rows, outputs);
        for (int row = 0; row < rows.Rows; row++)
        {
            foreach (double value in outputs.Row(row))
            {
                if (!double.IsFinite(value))
                {
                    throw new ModelyardException($"What is explained gave '{value.ToString(CultureInfo.InvariantCulture)}' for the row '{Cells(rows.Row(row))}' and must give finite numbers. Leave such rows out, or explain a model or function that knows what to say of them.");
                }
            }
        }
    }

    /// <summary>Evaluates rows of which some may have outputs that are no finite numbers.</summary>
    internal void Ask(Matrix rows, Matrix outputs) => _evaluate(rows, outputs);

    /// <summary>Evaluates rows that are made block by block, so that few of them are held at a time.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="make">Writes a row by its number.</param>
    /// <param name="context">The number of threads, and the end if it is cancelled.</param>
    /// <returns>The outputs, rows x outputs.</returns>
    internal Matrix Evaluate(int count, RowMaker make, FitContext context)
    {
        var outputs = new Matrix(count, Outputs.Count);
        int block = Math.Clamp(BlockElements / Math.Max(1, Features.Count), 16, MostBlockRows);
        ParallelLoop.Blocks(
            count,
            block,
            context.Parallelism,
            (first, size) =>
            {
                var rows = new Matrix(size, Features.Count);
                for (int i = 0; i < size; i++)
                {
                    make(first + i, rows.Row(i));
                }

                Evaluate(rows, outputs.RowRange(first, size));
            },
            context.Cancellation);
        return outputs;
    }

    private string Cells(ReadOnlySpan<double> row)
    {
        double[] cells = row.ToArray();
        int shown = Math.Min(MostCells, cells.Length);
        return string.Join(", ", Enumerable.Range(0, shown).Select(i => $"{Features[i].Name} = {CellText.Of(Features[i], cells[i]) ?? "(missing)"}")) + (shown < cells.Length ? ", …" : "");
    }
}
