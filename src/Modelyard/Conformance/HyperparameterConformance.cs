using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Conformance;

/// <summary>Checks that hyperparameters are declared, that what they do not allow is refused by name, and that what a search draws can be fitted.</summary>
internal static class HyperparameterConformance
{
    private const int Draws = 6;

    internal static void Declared(ILearner learner)
    {
        foreach (Hyperparameter one in Hyperparameters.Of(learner))
        {
            Expect.That(one.Meaning.Length > 0, $"the hyperparameter '{one.Name}' must say its meaning.");
            Expect.That(one.IsAllowed(one.Default), $"the default of '{one.Name}' is '{Hyperparameter.Format(one.Default)}' and must be {one.Allowed}.");
            foreach (double end in one.Search)
            {
                object value = one.IsInteger ? (object)(int)end : end;
                Expect.That(one.IsAllowed(value), $"the end '{end}' of the search of '{one.Name}' must be {one.Allowed}.");
            }

            Expect.That(one.Search.Count is 0 or 2, $"the search of '{one.Name}' has '{one.Search.Count}' ends and must have two or none.");
            Expect.That(
                one.Scale != Scale.Logarithmic || one.Search.Count == 0 || one.Search[0] > 0,
                $"the search of '{one.Name}' is logarithmic and must begin above 0.");
        }
    }

    internal static void OutOfRangeIsRefused(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 30);
        foreach (Hyperparameter one in Hyperparameters.Of(learner))
        {
            foreach (object? value in NotAllowed(one))
            {
                ILearner changed = Hyperparameters.With(learner);
                one.Write(changed, value);
                Expect.Refusal(() => Probe.Fit(changed, data, FitContext.Default), $"{one.Name} = '{Hyperparameter.Format(value)}'", one.Name);
            }
        }
    }

    internal static void SearchSpaceFits(ILearner learner)
    {
        IReadOnlyList<Hyperparameter> searched = [.. Hyperparameters.Of(learner).Where(one => one.IsSearched)];
        Dataset data = SampleData.For(learner, 60);
        for (int draw = 0; draw < Draws && searched.Count > 0; draw++)
        {
            var random = new RandomStream(17, (ulong)draw);
            var values = new List<KeyValuePair<string, object?>>();
            foreach (Hyperparameter one in searched)
            {
                values.Add(KeyValuePair.Create(one.Name, one.Draw(ref random)));
            }

            ILearner drawn = Hyperparameters.With(learner, values);
            string what = string.Join(", ", values.Select(pair => $"{pair.Key} = {Hyperparameter.Format(pair.Value)}"));
            double[] results;
            try
            {
                results = Probe.Fit(drawn, data, new FitContext { Parallelism = 1 }).Singly(data.Features);
            }
            catch (ModelyardException exception)
            {
                throw new ConformanceException($"a draw of the search space does not fit ({what}): {exception.Message}", exception);
            }

            Expect.Finite(results, $"a model of the search space ({what})");
        }
    }

    private static IEnumerable<object?> NotAllowed(Hyperparameter one)
    {
        if (one.IsInteger)
        {
            return new[] { one.Minimum - 1, one.Maximum + 1, double.IsFinite(one.Minimum) ? int.MinValue : double.NaN }
                .Where(value => value is >= int.MinValue and <= int.MaxValue)
                .Select(value => (object)(int)value)
                .Where(value => !one.IsAllowed(value));
        }

        if (one.IsNumber || one.IsNumberList)
        {
            double[] tried = [double.NaN, double.NegativeInfinity, double.PositiveInfinity, one.Minimum, one.Maximum, Math.BitDecrement(one.Minimum), Math.BitIncrement(one.Maximum)];
            return tried.Distinct().Select(value => one.IsNumberList ? new[] { value } : (object)value).Where(value => !one.IsAllowed(value));
        }

        if (one.IsEstimator || one.IsEstimatorList)
        {
            return [null];
        }

        return one.Choices.Count > 0 && one.Choices[0] is Enum choice ? [Enum.ToObject(choice.GetType(), 12345)] : [];
    }
}
