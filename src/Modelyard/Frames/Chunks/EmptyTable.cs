namespace Modelyard.Frames.Chunks;

/// <summary>Makes tables without rows, of which verbs tell what columns they give.</summary>
internal static class EmptyTable
{
    public static Frame Of(IReadOnlyDictionary<string, ColumnKind> kinds) => Frame.Of(kinds.Select(kind => Empty(kind.Key, kind.Value)));

    public static IReadOnlyDictionary<string, ColumnKind> KindsOf(Frame table) =>
        new OrderedDictionary<string, ColumnKind>(table.Columns.Select(column => KeyValuePair.Create(column.Name, column.Kind)), StringComparer.Ordinal);

    private static Column Empty(string name, ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => new BooleanColumn(name, []),
        ColumnKind.Integer => new IntegerColumn(name, []),
        ColumnKind.Double => new DoubleColumn(name, []),
        ColumnKind.Timestamp => new TimestampColumn(name, []),
        ColumnKind.Category => new CategoryColumn(name, [], []),
        _ => new TextColumn(name, []),
    };
}
