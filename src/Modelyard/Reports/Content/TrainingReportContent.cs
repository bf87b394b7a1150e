namespace Modelyard.Reports.Content;

/// <summary>Represents all that a report on a training says, as plain data; what is absent is left out of the report.</summary>
public sealed record TrainingReportContent
{
    /// <summary>Gets the name of the model, with its version.</summary>
    public required string Title { get; init; }

    /// <summary>Gets what the predictions of the test part show.</summary>
    public required ReportTest Test { get; init; }

    /// <summary>Gets the name of the chosen estimator.</summary>
    public required string Estimator { get; init; }

    /// <summary>Gets the score that the model was chosen for, on the test part.</summary>
    public required ReportMetric Headline { get; init; }

    /// <summary>Gets the other scores on the test part.</summary>
    public IReadOnlyList<ReportMetric> Metrics { get; init; } = [];

    /// <summary>Gets how often intervals or sets held the truth on the test part, as a sentence; empty if the model gives neither.</summary>
    public string Coverage { get; init; } = "";

    /// <summary>Gets the share of the intervals, such as 0.95.</summary>
    public double IntervalLevel { get; init; } = 0.95;

    /// <summary>Gets the name of the data, such as that of the file.</summary>
    public string Data { get; init; } = "";

    /// <summary>Gets the number of rows of the data; 0 where it is not known, as for the counts below.</summary>
    public long Rows { get; init; }

    /// <summary>Gets the number of rows that the model learned from.</summary>
    public long TrainingRows { get; init; }

    /// <summary>Gets the number of rows that it was tested on.</summary>
    public long TestRows { get; init; }

    /// <summary>Gets the number of columns that the model sees.</summary>
    public int Features { get; init; }

    /// <summary>Gets when the model was trained; null where it is not known.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Gets how long the whole training took; null where it is not known.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Gets the answer in words; empty composes one from the scores.</summary>
    public string Answer { get; init; } = "";

    /// <summary>Gets what a reader must know before using the model, the gravest first.</summary>
    public IReadOnlyList<ReportWarning> Warnings { get; init; } = [];

    /// <summary>Gets the candidates, the best first.</summary>
    public IReadOnlyList<ReportCandidate> Leaderboard { get; init; } = [];

    /// <summary>Gets how the candidates were compared, such as "5-fold cross-validation on 5,634 training rows".</summary>
    public string Validation { get; init; } = "";

    /// <summary>Gets the hyperparameters of the model.</summary>
    public IReadOnlyList<ReportFact> Hyperparameters { get; init; } = [];

    /// <summary>Gets the trials of the search in their order.</summary>
    public IReadOnlyList<ReportTrial> Trials { get; init; } = [];

    /// <summary>Gets how much the model relies on each column.</summary>
    public IReadOnlyList<ReportImportance> Importances { get; init; } = [];

    /// <summary>Gets how the importances were found, in a sentence; empty takes the usual one.</summary>
    public string ImportanceMethod { get; init; } = "";

    /// <summary>Gets the words of texts that go with a class, or with great or small numbers.</summary>
    public IReadOnlyList<ReportTerms> Terms { get; init; } = [];

    /// <summary>Gets the columns of the data in their order.</summary>
    public IReadOnlyList<ReportColumn> Columns { get; init; } = [];

    /// <summary>Gets what preparation did, in its order.</summary>
    public IReadOnlyList<ReportStep> Preparation { get; init; } = [];

    /// <summary>Gets where the model comes from: run, data digest, seed, versions, environment, command line.</summary>
    public IReadOnlyList<ReportFact> Lineage { get; init; } = [];

    /// <summary>Gets where the training table comes from; null if it is not known.</summary>
    public ReportLineage? DataLineage { get; init; }

    /// <summary>Gets how to use the model.</summary>
    public IReadOnlyList<ReportCommand> Commands { get; init; } = [];

    /// <summary>Gets the program that made the report, with its version.</summary>
    public string Producer { get; init; } = "Modelyard";
}
