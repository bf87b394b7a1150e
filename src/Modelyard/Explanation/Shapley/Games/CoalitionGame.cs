using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley.Games;

/// <summary>Represents the game that splits the output of a function: a set of players is worth the mean output if the features of all others come from rows of a background.</summary>
internal sealed class CoalitionGame
{
    private const int ChunkElements = 1 << 16;
    private const int MostChunkRows = 2048;
    private readonly ModelFunction _function;
    private readonly Matrix _background;
    private readonly int[][] _players;

    /// <summary>Initializes a game.</summary>
    /// <param name="function">The function.</param>
    /// <param name="background">The rows that stand for what is not known.</param>
    /// <param name="players">The features of each player; null if each feature is one.</param>
    internal CoalitionGame(ModelFunction function, Matrix background, int[][]? players = null)
    {
        RowCheck.Features(background, function.Features.Count);
        if (background.Rows == 0)
        {
            throw new ModelyardException("The background has no rows. Give some rows that the model may meet, such as a hundred of the training rows.");
        }

        _function = function;
        _background = background;
        _players = players ?? [.. Enumerable.Range(0, function.Features.Count).Select(feature => new[] { feature })];
        Base = new double[function.Outputs.Count];
        Worth(background.Row(0), new bool[_players.Length], 1, Base);
    }

    internal ModelFunction Function => _function;

    internal int Players => _players.Length;

    internal int BackgroundRows => _background.Rows;

    /// <summary>Gets what nobody is worth.</summary>
    internal double[] Base { get; }

    /// <summary>Gets the feature at which the value of a player is reported.</summary>
    internal int FeatureOf(int player) => _players[player][0];

    /// <summary>Computes the outputs of a row itself.</summary>
    internal double[] Whole(ReadOnlySpan<double> row)
    {
        Matrix one = new(1, row.Length), outputs = new(1, _function.Outputs.Count);
        row.CopyTo(one.Row(0));
        _function.Evaluate(one, outputs);
        return outputs.AsSpan().ToArray();
    }

    /// <summary>Computes what sets of players are worth.</summary>
    /// <param name="row">The row that is explained.</param>
    /// <param name="sets">For each set, whether each player is in it: sets x players.</param>
    /// <param name="count">The number of sets.</param>
    /// <param name="worth">Receives sets x outputs.</param>
    internal void Worth(ReadOnlySpan<double> row, ReadOnlySpan<bool> sets, int count, Span<double> worth)
    {
        int outputs = _function.Outputs.Count, others = _background.Rows;
        worth[..(count * outputs)].Clear();
        int chunk = (int)Math.Min((long)count * others, Math.Clamp(ChunkElements / Math.Max(1, row.Length), 16, MostChunkRows));
        Matrix rows = new(chunk, row.Length), given = new(chunk, outputs);
        long total = (long)count * others;
        for (long first = 0; first < total; first += chunk)
        {
            ParallelLoop.Check();
            int size = (int)Math.Min(chunk, total - first);
            for (int i = 0; i < size; i++)
            {
                Mix(row, sets.Slice((int)((first + i) / others) * _players.Length, _players.Length), (int)((first + i) % others), rows.Row(i));
            }

            _function.Evaluate(rows.RowRange(0, size), given.RowRange(0, size));
            for (int i = 0; i < size; i++)
            {
                for (int output = 0; output < outputs; output++)
                {
                    worth[((int)((first + i) / others) * outputs) + output] += given[i, output];
                }
            }
        }

        foreach (ref double value in worth[..(count * outputs)])
        {
            value /= others;
        }
    }

    /// <summary>Computes the outputs for sets of players where the others come from one row of the background each.</summary>
    /// <param name="row">The row that is explained.</param>
    /// <param name="sets">For each set, whether each player is in it: sets x players.</param>
    /// <param name="others">For each set, the row of the background.</param>
    /// <param name="outputs">Receives sets x outputs.</param>
    internal void Draw(ReadOnlySpan<double> row, ReadOnlySpan<bool> sets, ReadOnlySpan<int> others, Matrix outputs)
    {
        ParallelLoop.Check();
        var rows = new Matrix(others.Length, row.Length);
        for (int i = 0; i < others.Length; i++)
        {
            Mix(row, sets.Slice(i * _players.Length, _players.Length), others[i], rows.Row(i));
        }

        _function.Evaluate(rows, outputs);
    }

    private void Mix(ReadOnlySpan<double> row, ReadOnlySpan<bool> set, int other, Span<double> mixed)
    {
        _background.Row(other).CopyTo(mixed);
        for (int player = 0; player < set.Length; player++)
        {
            if (set[player])
            {
                foreach (int feature in _players[player])
                {
                    mixed[feature] = row[feature];
                }
            }
        }
    }
}
