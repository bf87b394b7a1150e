using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley.Games;

/// <summary>Represents weighted least squares on the members of sets, with coefficients that sum up to a given number.</summary>
/// <remarks>
/// With the Gram matrix A and the right side b, the coefficients are <c>A⁻¹b + A⁻¹1 (s − 1'A⁻¹b) / (1'A⁻¹1)</c>. Sets come in pairs, a set and its complement, which the errors take as one draw.
/// </remarks>
internal sealed class EfficientLeastSquares
{
    private readonly bool[] _members;
    private readonly double[] _weights;
    private readonly int _players;
    private readonly Cholesky _gram;
    private readonly double[] _ones;
    private readonly double _sumOfOnes;

    /// <summary>Initializes a fit.</summary>
    /// <param name="members">For each set, whether each player is in it: sets x players.</param>
    /// <param name="weights">The weight of each set.</param>
    /// <param name="players">The number of players.</param>
    internal EfficientLeastSquares(bool[] members, double[] weights, int players)
    {
        _members = members;
        _weights = weights;
        _players = players;
        var gram = new Matrix(players, players);
        double[] row = new double[players];
        for (int set = 0; set < weights.Length; set++)
        {
            ReadOnlySpan<bool> own = members.AsSpan(set * players, players);
            for (int player = 0; player < players; player++)
            {
                row[player] = own[player] ? weights[set] : 0;
            }

            for (int player = 0; player < players; player++)
            {
                if (own[player])
                {
                    VectorKernels.Axpy(1, row, gram.Row(player));
                }
            }
        }

        _gram = Cholesky.Of(gram);
        _ones = new double[players];
        Array.Fill(_ones, 1);
        _gram.Solve(_ones.AsSpan());
        _sumOfOnes = _ones.Sum();
    }

    /// <summary>Solves for what the sets are worth.</summary>
    /// <param name="worth">The worth of each set.</param>
    /// <param name="sum">What the coefficients sum up to.</param>
    /// <param name="values">Receives the coefficients.</param>
    /// <param name="errors">Receives their standard errors; or is empty.</param>
    internal void Solve(ReadOnlySpan<double> worth, double sum, Span<double> values, Span<double> errors)
    {
        values.Clear();
        for (int set = 0; set < worth.Length; set++)
        {
            AddTo(values, set, _weights[set] * worth[set]);
        }

        _gram.Solve(values);
        Shift(values, sum);
        if (errors.IsEmpty)
        {
            return;
        }

        // The sandwich: how much each pair's own misfit would move the coefficients.
        double[] moved = new double[_players];
        errors.Clear();
        for (int set = 0; set + 1 < worth.Length; set += 2)
        {
            Array.Clear(moved);
            for (int own = set; own < set + 2; own++)
            {
                AddTo(moved, own, _weights[own] * (worth[own] - Fitted(own, values)));
            }

            _gram.Solve(moved.AsSpan());
            Shift(moved, 0);
            for (int player = 0; player < _players; player++)
            {
                errors[player] += moved[player] * moved[player];
            }
        }

        foreach (ref double error in errors)
        {
            error = Math.Sqrt(error);
        }
    }

    private void AddTo(Span<double> sums, int set, double value)
    {
        ReadOnlySpan<bool> own = _members.AsSpan(set * _players, _players);
        for (int player = 0; player < _players; player++)
        {
            sums[player] += own[player] ? value : 0;
        }
    }

    private double Fitted(int set, ReadOnlySpan<double> values)
    {
        double sum = 0;
        for (int player = 0; player < _players; player++)
        {
            sum += _members[(set * _players) + player] ? values[player] : 0;
        }

        return sum;
    }

    private void Shift(Span<double> values, double sum)
    {
        double total = 0;
        foreach (double value in values)
        {
            total += value;
        }

        for (int player = 0; player < values.Length; player++)
        {
            values[player] += _ones[player] * (sum - total) / _sumOfOnes;
        }
    }
}
