namespace Modelyard.Learning;

/// <summary>Gathers what the members of an ensemble predict for one row, in one pass.</summary>
/// <remarks>Members that agree have a deviation of exactly 0. Sources: Welford (1962), Technometrics 4(3); with weights, West (1979), Communications of the ACM 22(9).</remarks>
internal struct MemberMoments
{
    private double _sum;
    private double _weight;
    private double _mean;
    private double _squares;

    /// <summary>Adds the prediction of a member.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="weight">The weight of the member, 0 or greater.</param>
    internal void Add(double prediction, double weight = 1)
    {
        _sum += weight * prediction;
        if (weight > 0)
        {
            _weight += weight;
            double difference = prediction - _mean;
            _mean += difference * (weight / _weight);
            _squares += weight * difference * (prediction - _mean);
        }
    }

    /// <summary>Gets the prediction and the deviation.</summary>
    /// <param name="divisor">What the sum of the weighted predictions is divided by, as the ensemble does.</param>
    internal readonly PredictedSpread Spread(int divisor) => new(_sum / divisor, Math.Sqrt(_squares / _weight));

    /// <summary>Gets the predictions and the deviations of many rows.</summary>
    internal static void Spread(ReadOnlySpan<MemberMoments> moments, int divisor, Span<PredictedSpread> spreads)
    {
        for (int row = 0; row < moments.Length; row++)
        {
            spreads[row] = moments[row].Spread(divisor);
        }
    }

    /// <summary>Gathers what members predict for many rows, one member after the other, as their own batches do.</summary>
    /// <param name="members">The number of members.</param>
    /// <param name="divisor">What the sum of the weighted predictions is divided by, as the ensemble does.</param>
    /// <param name="spreads">Receives one prediction and its deviation a row.</param>
    /// <param name="weights">The weight of each member; none where all count alike.</param>
    /// <param name="predict">Predicts all rows with the member of a number.</param>
    internal static void Gather(int members, int divisor, Span<PredictedSpread> spreads, ReadOnlySpan<double> weights, Action<int, double[]> predict)
    {
        var moments = new MemberMoments[spreads.Length];
        double[] own = new double[spreads.Length];
        for (int member = 0; member < members; member++)
        {
            predict(member, own);
            double weight = weights.IsEmpty ? 1 : weights[member];
            for (int row = 0; row < own.Length; row++)
            {
                moments[row].Add(own[row], weight);
            }
        }

        Spread(moments, divisor, spreads);
    }
}
