using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents how often each level of a categorical feature occurs, by weight.</summary>
internal sealed class LevelCounts
{
    internal LevelCounts(int levels) => Levels = new double[levels];

    internal LevelCounts(Dataset data, int feature)
        : this(data.Schema[feature].Levels.Count) => Add(data.Block(0, data.RowCount), feature);

    /// <summary>Gets the weight of each level.</summary>
    internal double[] Levels { get; }

    /// <summary>Gets the weight of the missing values.</summary>
    internal double Missing { get; private set; }

    /// <summary>Gets the weight of all rows.</summary>
    internal double Total { get; private set; }

    /// <summary>Takes in a feature of some rows.</summary>
    internal void Add(DataBlock block, int feature)
    {
        for (int row = 0; row < block.RowCount; row++)
        {
            double code = block.Features.Row(row)[feature];
            double weight = block.Weight(row);
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

    /// <summary>Takes in what another one has counted.</summary>
    internal void Merge(LevelCounts other)
    {
        Total += other.Total;
        Missing += other.Missing;
        for (int level = 0; level < Levels.Length; level++)
        {
            Levels[level] += other.Levels[level];
        }
    }
}
