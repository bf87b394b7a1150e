using System.Collections;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.Schemas;

/// <summary>Writes a schema property by property, without the writer under test, so that two can be compared.</summary>
internal static class SchemaText
{
    public static string Of(object? value) => value switch
    {
        null => "-",
        Modelyard.Frames.Expressions.Expression expression => expression.ToString(),
        string text => $"\"{text}\"",
        Label label => $"{label.Value?.GetType().Name}:{(label.Value is DateTime time ? $"{time.Ticks} {time.Kind}" : label.Value is double number ? number.ToString("R") : label.Value)}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Of))}]",
        _ when value.GetType().IsPrimitive || value is Enum or TimeSpan => value.ToString()!,
        _ => $"{value.GetType().Name}({string.Join(", ", value.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0 && property.CanWrite).OrderBy(property => property.Name).Select(property => $"{property.Name}={Of(property.GetValue(value))}"))})",
    };
}
