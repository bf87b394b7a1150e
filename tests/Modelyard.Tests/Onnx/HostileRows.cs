using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Onnx;

/// <summary>Makes rows that training never saw: missing cells, unknown levels, ties and values far out.</summary>
internal static class HostileRows
{
    /// <summary>Makes rows from those of a data set.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="missing">Whether cells may be missing.</param>
    /// <param name="far">How far out values may lie.</param>
    internal static Matrix Of(Dataset data, bool missing, double far = 1e4)
    {
        var rows = new List<double[]>();
        for (int row = 0; row < data.RowCount; row++)
        {
            double[] own = data.Features.Row(row).ToArray();
            rows.Add(own);
            double[] changed = [.. own];
            int column = row % own.Length;
            FeatureKind kind = data.Schema[column].Kind;
            changed[column] = (row / own.Length % 4) switch
            {
                0 when missing => double.NaN,
                1 when kind == FeatureKind.Categorical => missing ? -1 : own[column],
                1 => kind == FeatureKind.Timestamp ? -1e9 : -far,
                2 when kind != FeatureKind.Categorical => kind == FeatureKind.Timestamp ? 4e9 : far,
                _ when kind == FeatureKind.Numeric => 0,
                _ => own[column],
            };
            rows.Add(changed);
        }

        rows.Add(new double[data.FeatureCount]);
        if (missing)
        {
            double[] none = new double[data.FeatureCount];
            Array.Fill(none, double.NaN);
            rows.Add(none);
        }

        return new Matrix([.. rows.SelectMany(row => row)], rows.Count, data.FeatureCount);
    }
}
