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
    private readonly double _unseen;
    private readonly double[] _baseOfRows;
    private readonly int[][] _players;

    /// <summary>Initializes a game.</summary>
    /// <param name="function">The function.</param>
    /// <param name="background">The rows that stand for what is not known.</param>
    /// <param name="most">The greatest number of these rows to look at; null for all.</param>
    /// <param name="players">The features of each player; null if each feature is one.</param>
    internal CoalitionGame(ModelFunction function, ShapleyBackground background, int? most = null, int[][]? players = null)
    {
        if (background.Count == 0)
        {
            throw new ModelyardException("The background has no rows. Give some rows that the model may meet, such as a hundred of the training rows.");
        }

        _function = function;
        _background = background.Sample(most);
        RowCheck.Features(_background, function.Features.Count);
        _unseen = 1 - ((double)_background.Rows / background.Count);
        _players = players ?? [.. Enumerable.Range(0, function.Features.Count).Select(feature => new[] { feature })];
        Base = new double[function.Outputs.Count];
        _baseOfRows = new double[EachLength(1)];
        Worth(_background.Row(0), new bool[_players.Length], 1, Base, _baseOfRows);
        BaseErrors = [.. Enumerable.Range(0, Base.Length).Select(output => IsSampled ? ErrorOfMean(BaseOfRows(output)) : 0)];
    }

    internal ModelFunction Function => _function;

    internal int Players => _players.Length;

    internal int BackgroundRows => _background.Rows;

    /// <summary>Gets what nobody is worth.</summary>
    internal double[] Base { get; }

    /// <summary>Gets the standard errors of <see cref="Base"/>; 0 unless the background is a sample.</summary>
    internal double[] BaseErrors { get; }

    /// <summary>Gets a value indicating whether the rows that are looked at are some of the background.</summary>
    internal bool IsSampled => _unseen > 0;

    /// <summary>Gets the feature at which the value of a player is reported.</summary>
    internal int FeatureOf(int player) => _players[player][0];

    /// <summary>Computes how many numbers tell what sets are worth by each row of a sampled background; 0 if it is not sampled.</summary>
    internal int EachLength(int sets) => IsSampled ? checked(sets * _function.Outputs.Count * BackgroundRows) : 0;

    /// <summary>Gets what nobody is worth by each row of a sampled background.</summary>
    internal ReadOnlySpan<double> BaseOfRows(int output) => _baseOfRows.AsSpan(output * BackgroundRows, BackgroundRows);

    /// <summary>Computes the standard error of a mean over the rows of a sampled background, which were drawn without replacement.</summary>
    internal double ErrorOfMean(ReadOnlySpan<double> values)
    {
        double mean = VectorKernels.Sum(values) / values.Length, squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return Math.Sqrt(_unseen * squares / (values.Length - 1.0) / values.Length);
    }

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
    /// <param name="each">Receives what they are worth by each row of the background, sets x outputs x rows; or is empty.</param>
    internal void Worth(ReadOnlySpan<double> row, ReadOnlySpan<bool> sets, int count, Span<double> worth, Span<double> each = default)
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
                int place = (int)((first + i) / others) * outputs, other = (int)((first + i) % others);
                for (int output = 0; output < outputs; output++)
                {
                    worth[place + output] += given[i, output];
                    if (!each.IsEmpty)
                    {
                        each[((place + output) * others) + other] = given[i, output];
                    }
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
