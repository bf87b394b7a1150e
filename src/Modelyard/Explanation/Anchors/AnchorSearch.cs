namespace Modelyard.Explanation.Anchors;

/// <summary>Looks for the rule that covers most among those that are precise enough, from no condition to more, by a beam.</summary>
/// <remarks>
/// Of the many rules of a length the worse ones are left out by rounds, each of which samples those that are left twice as much (after Karnin, Koren and Somekh (2013), Almost optimal exploration in
/// multi-armed bandits, ICML), until so few are left that they can be told from each other.
/// </remarks>
internal sealed class AnchorSearch(AnchorSampler sampler, AnchorOptions options)
{
    private const int Batch = 100;
    private const int FirstBatch = 32;

    // Of the rules of a round so many go on, at the end so many for each place in the beam.
    private const int KeptOf = 3;
    private const int RivalsOfPlace = 4;

    // Of two rules that differ by less in precision either may go on.
    private const double Indifference = 0.05;
    private const int MostSamplesOfRival = 1000;
    private const int MostSamplesOfRule = 5000;

    // A rule that is below the precision after so many rows is hardly above it, and never surely.
    private const int EnoughToGiveUp = 500;

    private readonly double _risk = 1 - options.Confidence;

    private bool MayGoOn => sampler.Samples < options.Samples;

    /// <summary>Looks for a rule.</summary>
    /// <returns>The rule, the bound of its precision, and whether that is as wanted.</returns>
    internal (AnchorCandidate Rule, double Low, bool IsReached) Run()
    {
        AnchorCandidate all = sampler.Candidate([]);
        sampler.Sample([all], Batch);
        if (IsPrecise(all, 1))
        {
            return (all, LowOf(all, 1), true);
        }

        AnchorCandidate? best = null;
        AnchorCandidate fallback = all;
        AnchorCandidate[] beam = [all];
        for (int length = 1; length <= options.Conditions && MayGoOn; length++)
        {
            AnchorCandidate[] rules = Extended(beam, best?.Coverage ?? -1);
            if (rules.Length == 0)
            {
                break;
            }

            beam = MostPrecise(rules);
            foreach (AnchorCandidate rule in beam)
            {
                bool isPrecise = IsPrecise(rule, beam.Length);
                best = isPrecise && rule.Coverage > (best?.Coverage ?? -1) ? rule : best;
            }

            fallback = MorePrecise(beam, fallback);
        }

        return best is null ? Settled(fallback) : Pruned(best);
    }

    /// <summary>Samples the most precise rule until it is sure whether it is precise enough, though the samples of the search are used up.</summary>
    private (AnchorCandidate Rule, double Low, bool IsReached) Settled(AnchorCandidate rule)
    {
        while (rule.Precision >= options.Precision && rule.Samples < MostSamplesOfRule && LowOf(rule, options.BeamWidth) < options.Precision)
        {
            sampler.Sample([rule], Batch);
        }

        double low = LowOf(rule, options.BeamWidth);
        return (rule, low, low >= options.Precision);
    }

    /// <summary>Chooses between the most precise rule of a beam, which is sampled as much as those before it, and the most precise of shorter ones.</summary>
    private AnchorCandidate MorePrecise(AnchorCandidate[] beam, AnchorCandidate shorter)
    {
        AnchorCandidate rule = beam.MaxBy(one => one.Precision)!;
        if (rule.Samples < EnoughToGiveUp && MayGoOn)
        {
            sampler.Sample([rule], EnoughToGiveUp - rule.Samples);
        }

        return LowOf(rule, 1) > LowOf(shorter, 1) ? rule : shorter;
    }

    /// <summary>Takes out conditions without which a rule is precise too.</summary>
    private (AnchorCandidate Rule, double Low, bool IsReached) Pruned(AnchorCandidate rule)
    {
        for (int place = 0; place < rule.Conditions.Length && rule.Conditions.Length > 1 && MayGoOn;)
        {
            AnchorCandidate shorter = sampler.Candidate([.. rule.Conditions.Where((_, i) => i != place)]);
            sampler.Sample([shorter], Batch);
            (rule, place) = IsPrecise(shorter, rule.Conditions.Length) ? (shorter, 0) : (rule, place + 1);
        }

        return (rule, LowOf(rule, 1), true);
    }

    /// <summary>Adds a condition to rules; of the rules that come of it, those that cover more than the best one so far are of use.</summary>
    private AnchorCandidate[] Extended(AnchorCandidate[] beam, double coverage)
    {
        var found = new Dictionary<string, AnchorCandidate>(StringComparer.Ordinal);
        foreach (AnchorCandidate rule in beam)
        {
            for (int added = 0; added < sampler.Conditions.Length; added++)
            {
                if (!Array.Exists(rule.Conditions, own => IsSameSide(sampler.Conditions[own], sampler.Conditions[added])))
                {
                    AnchorCandidate longer = sampler.Candidate([.. rule.Conditions.Append(added).Order()]);
                    if (longer.Coverage > coverage)
                    {
                        found.TryAdd(longer.Key, longer);
                    }
                }
            }
        }

        return [.. found.Values];
    }

    private static bool IsSameSide(AnchorCondition one, AnchorCondition other) => one.Column == other.Column && double.IsInfinity(one.Above) == double.IsInfinity(other.Above);

    /// <summary>Finds the most precise of many rules: those that may still be mistaken for each other are sampled on (KL-LUCB).</summary>
    private AnchorCandidate[] MostPrecise(AnchorCandidate[] rules)
    {
        rules = Screened(rules);

        // Half of all samples are for telling rules apart, as many for each length; the others are for being sure of the best.
        int end = sampler.Samples + (options.Samples / (2 * options.Conditions));
        int most = Math.Min(options.BeamWidth, rules.Length);
        for (int step = 1; ; step++)
        {
            AnchorCandidate[] ranked = Ranked(rules);
            if (most == ranked.Length || !MayGoOn || sampler.Samples >= end)
            {
                return ranked[..most];
            }

            double reach = BernoulliBounds.Reach(rules.Length, step, _risk);
            AnchorCandidate weakest = ranked[..most].MinBy(rule => BernoulliBounds.Lower(rule.Precision, reach / rule.Samples))!;
            AnchorCandidate rival = ranked[most..].MaxBy(rule => BernoulliBounds.Upper(rule.Precision, reach / rule.Samples))!;
            double doubt = BernoulliBounds.Upper(rival.Precision, reach / rival.Samples) - BernoulliBounds.Lower(weakest.Precision, reach / weakest.Samples);
            AnchorCandidate[] doubtful = [.. new[] { weakest, rival }.Where(rule => rule.Samples < MostSamplesOfRival)];
            if (doubt < Indifference || doubtful.Length == 0)
            {
                return ranked[..most];
            }

            sampler.Sample(doubtful, Batch);
        }
    }

    /// <summary>Leaves out the worse of many rules, round by round.</summary>
    private AnchorCandidate[] Screened(AnchorCandidate[] rules)
    {
        int few = RivalsOfPlace * options.BeamWidth;
        for (int batch = FirstBatch; ; batch *= 2)
        {
            sampler.Sample(rules, batch);
            if (rules.Length <= few)
            {
                return rules;
            }

            rules = Ranked(rules)[..Math.Max(few, rules.Length / KeptOf)];
        }
    }

    private static AnchorCandidate[] Ranked(AnchorCandidate[] rules) => [.. rules.OrderByDescending(rule => rule.Precision).ThenByDescending(rule => rule.Coverage)];

    /// <summary>Samples a rule until it is sure whether it is precise enough; one about which that cannot be told is not.</summary>
    private bool IsPrecise(AnchorCandidate rule, int rules)
    {
        while (true)
        {
            double reach = ReachOf(rule, rules);
            if (BernoulliBounds.Lower(rule.Precision, reach) >= options.Precision)
            {
                return true;
            }

            bool isBelow = rule.Precision < options.Precision && (rule.Samples >= EnoughToGiveUp || BernoulliBounds.Upper(rule.Precision, reach) < options.Precision);
            if (isBelow || rule.Samples >= MostSamplesOfRule || !MayGoOn)
            {
                return false;
            }

            sampler.Sample([rule], Batch);
        }
    }

    private double LowOf(AnchorCandidate rule, int rules) => BernoulliBounds.Lower(rule.Precision, ReachOf(rule, rules));

    private double ReachOf(AnchorCandidate rule, int rules) => BernoulliBounds.Reach(rules, Math.Max(1, rule.Samples / Batch), _risk) / Math.Max(1, rule.Samples);
}
