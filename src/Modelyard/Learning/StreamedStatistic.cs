namespace Modelyard.Learning;

/// <summary>Gathers mergeable statistics over streams.</summary>
internal static class StreamedStatistic
{
    /// <summary>Reads a stream once and gathers a statistic of all its rows.</summary>
    /// <typeparam name="T">The statistic.</typeparam>
    /// <param name="learner">The learner, which every chunk must suit.</param>
    /// <param name="stream">The data.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <param name="statistic">A statistic that has seen nothing; it sees all rows.</param>
    /// <returns>The statistic.</returns>
    /// <exception cref="ModelyardException">A chunk does not suit the learner, or there is none.</exception>
    internal static T Gather<T>(ILearner learner, IDataStream stream, FitContext context, T statistic)
        where T : IMergeable<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(context);
        long rows = 0;
        foreach (Dataset chunk in stream.Read(context))
        {
            context.Checkpoint();
            stream.Shape.Check(chunk);
            FitChecks.Run(learner, chunk, context, rows);
            statistic.Merge(context.Aggregate(chunk, statistic));
            rows += chunk.RowCount;
        }

        return rows > 0 ? statistic : throw new ModelyardException($"'{learner.GetType().Name}' was given no rows and needs at least one.");
    }
}
