using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Fits the members of an ensemble side by side, each with its own seed, so that the result does not depend on the number of threads.</summary>
internal static class MemberFits
{
    /// <summary>Fits members. What they warn of is passed on in their order, the same sentence once.</summary>
    /// <typeparam name="T">What a member becomes.</typeparam>
    /// <param name="count">The number of members.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <param name="fit">Fits the member of a number within a context of its own.</param>
    internal static T[] Run<T>(int count, FitContext context, Func<int, FitContext, T> fit)
    {
        var results = new T[count];
        var warnings = new List<string>[count];
        int outer = Math.Max(1, Math.Min(count, context.Parallelism));
        int inner = Math.Max(1, context.Parallelism / outer);
        int done = 0;
        ParallelLoop.For(
            count,
            outer,
            i =>
            {
                context.Checkpoint();
                List<string> own = warnings[i] = [];
                results[i] = fit(i, context.ForPart((ulong)i) with { Parallelism = inner, Progress = null, Warning = own.Add });
                context.Report(Interlocked.Increment(ref done), count);
            },
            context.Cancellation);
        foreach (string warning in warnings.SelectMany(own => own).Distinct(StringComparer.Ordinal))
        {
            context.Warn(warning);
        }

        return results;
    }
}
