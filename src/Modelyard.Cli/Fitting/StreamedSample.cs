using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Cli;

/// <summary>Takes evenly spaced rows of a stream, few enough to be held.</summary>
internal static class StreamedSample
{
    private const int MostRows = 20_000;
    private const int MostNumbers = 1_000_000;

    internal static Dataset Of(TableStream stream, FitContext context)
    {
        int features = stream.Shape.Schema.Count;
        long most = Math.Clamp(MostNumbers / Math.Max(1, features), 1, MostRows);
        long step = Math.Max(1, (stream.RowCount + most - 1) / most);
        int count = (int)((stream.RowCount + step - 1) / step), kept = 0;
        var rows = new Matrix(count, features);
        double[] target = new double[count];
        long before = 0;
        foreach (Dataset chunk in stream.Read(context))
        {
            for (int row = (int)((step - (before % step)) % step); row < chunk.RowCount; row = (int)Math.Min(int.MaxValue, row + step))
            {
                chunk.Features.Row(row).CopyTo(rows.Row(kept));
                target[kept++] = chunk.Task == TaskKind.Regression ? chunk.Target[row] : chunk.Labels[row];
            }

            before += chunk.RowCount;
        }

        return stream.Shape.Task == TaskKind.Regression
            ? Dataset.ForRegression(rows, target, stream.Shape.Schema, stream.Shape.TargetName)
            : Dataset.ForClassification(rows, Array.ConvertAll(target, label => (int)label), stream.Shape.Classes, stream.Shape.Schema, stream.Shape.TargetName);
    }
}
