namespace Modelyard.Frames.Validation.Checks;

/// <summary>Represents the checks of one column as they run over one table.</summary>
internal sealed class ColumnRun
{
    private readonly Tally[] _checks;
    private readonly Tally? _missing;
    private bool _isOtherKind;

    public ColumnRun(ColumnPlan plan, Func<CheckIdentity, Tally> tally, bool isCoercing)
    {
        Plan = plan;
        ColumnSchema schema = plan.Schema;
        string kind = schema.Kind.ToString().ToLowerInvariant();
        if (schema.Required)
        {
            Absent = tally(plan.Identity(ValidationCodes.ColumnAbsent, $"The column '{schema.Name}'", "must be there") with { Fault = "is not there" });
        }

        Kind = tally(plan.Identity(ValidationCodes.Kind, "The kind", $"must be '{kind}'"));
        if (isCoercing)
        {
            Format = tally(plan.Identity(ValidationCodes.KindFormat, "The value", $"must read as one of the kind '{kind}'"));
            Lossy = tally(plan.Identity(ValidationCodes.KindLossy, "The value", $"must lose nothing as one of the kind '{kind}'"));
        }

        if (!schema.Nullable)
        {
            _missing = tally(plan.Identity(ValidationCodes.Missing, "The cell", "must be present") with { Fault = "is missing" });
        }

        _checks = [.. plan.Checks.Select(check => tally(check.Identity))];
    }

    public ColumnPlan Plan { get; }

    /// <summary>Gets what counts that the column is not there; null if it need not be.</summary>
    public Tally? Absent { get; }

    public Tally Kind { get; }

    /// <summary>Gets what counts cells that cannot be converted; null if none are converted.</summary>
    public Tally? Format { get; }

    /// <summary>Gets what counts cells that would lose something; null if none are converted.</summary>
    public Tally? Lossy { get; }

    /// <summary>Creates what finds the failing cells of a chunk.</summary>
    /// <param name="column">The column of the chunk.</param>
    /// <param name="excused">The missing cells that another check has told of.</param>
    /// <param name="markers">Receives the markers.</param>
    public void Bind(Column column, ulong[]? excused, List<BoundMarker> markers)
    {
        if (_missing is not null && column.MissingCount > 0)
        {
            markers.Add(new BoundMarker(_missing, new MissingMarker(column.Validity, excused), _ => null));
        }

        if (column.MissingCount == column.Length)
        {
            return;
        }

        if (Plan.Adapt(column) is not { } adapted)
        {
            if (!_isOtherKind)
            {
                _isOtherKind = true;
                Kind.AddWhole(Told(column.Kind), column.Kind is ColumnKind.Text or ColumnKind.Category ? $"The kind is '{Told(column.Kind)}' and must be '{Told(Plan.Schema.Kind)}'; coercion would tell which cells are none." : null);
            }

            return;
        }

        for (int i = 0; i < _checks.Length; i++)
        {
            markers.Add(new BoundMarker(_checks[i], Plan.Checks[i].Bind(adapted), row => SchemaValue.Format(adapted, row)));
        }
    }

    private static string Told(ColumnKind kind) => kind.ToString().ToLowerInvariant();
}
