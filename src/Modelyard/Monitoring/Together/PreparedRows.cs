using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Monitoring;

/// <summary>Turns encoded rows into standardised numbers of which distances can be made: missing numbers are filled, levels become columns.</summary>
/// <remarks>The columns of a category are scaled such that all of them weigh as much as one number, however many levels there are.</remarks>
internal sealed class PreparedRows
{
    private readonly (int[] Features, ITransformModel[] Steps, double Weight)[] _parts;

    private PreparedRows((int[], ITransformModel[], double)[] parts) => _parts = parts;

    internal static PreparedRows Learn(Dataset data, FitContext context)
    {
        int[] numbers = context.Choose(data.FeatureCount, feature => !data.Schema[feature].IsCategorical);
        int[][] groups = [.. numbers.Length > 0 ? [numbers] : Array.Empty<int[]>(), .. Enumerable.Range(0, data.FeatureCount).Except(numbers).Select(feature => new[] { feature })];
        var parts = new (int[], ITransformModel[], double)[groups.Length];
        for (int i = 0; i < groups.Length; i++)
        {
            Dataset part = Select(data, groups[i]);
            IReadOnlyList<ITransformer> steps = PreparationPlan.ForStream(part.Schema, new LearnerTraits { ScaleSensitive = true }).Steps;
            var models = new ITransformModel[steps.Count];
            for (int step = 0; step < models.Length; step++)
            {
                (models[step], part) = steps[step].FitTransform(part, context);
            }

            parts[i] = (groups[i], models, part.Schema.Count == 0 || groups[i] == numbers ? 1 : 1 / Math.Sqrt(part.FeatureCount));
        }

        return new PreparedRows(parts);
    }

    internal Matrix Transform(Dataset data, FitContext context)
    {
        Dataset[] parts = [.. _parts.Select(part => part.Steps.Aggregate(Select(data, part.Features), (rows, step) => step.Transform(rows, context.Parallelism)))];
        var result = new Matrix(data.RowCount, parts.Sum(part => part.FeatureCount));
        for (int row = 0; row < result.Rows; row++)
        {
            int first = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                VectorKernels.Axpy(_parts[i].Weight, parts[i].Features.Row(row), result.Row(row).Slice(first, parts[i].FeatureCount));
                first += parts[i].FeatureCount;
            }
        }

        return result;
    }

    private static Dataset Select(Dataset data, int[] features)
    {
        var chosen = new Matrix(data.RowCount, features.Length);
        for (int row = 0; row < chosen.Rows; row++)
        {
            for (int i = 0; i < features.Length; i++)
            {
                chosen[row, i] = data.Features[row, features[i]];
            }
        }

        return Dataset.WithoutTarget(chosen, new FeatureSchema(features.Select(feature => data.Schema[feature])));
    }
}
