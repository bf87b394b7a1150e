using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents how often each level of a categorical feature occurs, by weight.</summary>
internal sealed class LevelCounts
{
    internal LevelCounts(Dataset data, int feature)
    {
        Levels = new double[data.Schema[feature].Levels.Count];
        for (int row = 0; row < data.RowCount; row++)
        {
            double code = data.Features.Row(row)[feature];
            double weight = data.HasWeights ? data.Weights[row] : 1;
            Total += weight;
            if (double.IsNaN(code))
            {
                Missing += weight;
            }
            else if (code >= 0 && code < Levels.Length)
            {
                Levels[(int)code] += weight;
            }
        }
    }

    /// <summary>Gets the weight of each level.</summary>
    internal double[] Levels { get; }

    /// <summary>Gets the weight of the missing values.</summary>
    internal double Missing { get; }

    /// <summary>Gets the weight of all rows.</summary>
    internal double Total { get; }
}
