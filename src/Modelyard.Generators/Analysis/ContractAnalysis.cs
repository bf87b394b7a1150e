using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Modelyard.Generators.Emission;
using Modelyard.Generators.Models;

namespace Modelyard.Generators.Analysis;

/// <summary>Reads from the validation attributes of a member what they ask of its cells.</summary>
internal sealed class ContractAnalysis
{
    private const string Annotations = "System.ComponentModel.DataAnnotations";

    private static readonly TimeSpan PatternTime = TimeSpan.FromSeconds(1);

    private readonly RecordMember _member;
    private readonly CellForm _form;
    private readonly string _kind;
    private readonly Findings _findings;
    private readonly List<string> _allowed = [];
    private readonly List<string> _denied = [];
    private bool _isNullable;
    private bool _isNotBlank;
    private BoundModel? _minimum;
    private BoundModel? _maximum;
    private int? _minimumLength;
    private int? _maximumLength;
    private string? _pattern;

    private ContractAnalysis(RecordMember member, CellForm form, string kind, bool isNullable, Findings findings)
    {
        _member = member;
        _form = form;
        _kind = kind;
        _isNullable = isNullable;
        _findings = findings;
    }

    private bool IsText => _kind is "Text" or "Category";

    /// <summary>Reads the attributes of a member.</summary>
    public static ContractModel Of(RecordMember member, CellForm form, string kind, bool isNullable, Findings findings)
    {
        var analysis = new ContractAnalysis(member, form, kind, isNullable, findings);
        foreach (AttributeData attribute in member.Attributes.Where(IsValidation))
        {
            analysis.Read(attribute);
        }

        return analysis.ToModel();
    }

    private static bool IsValidation(AttributeData attribute)
    {
        for (INamedTypeSymbol? type = attribute.AttributeClass; type is not null; type = type.BaseType)
        {
            if (type.Name == "ValidationAttribute" && type.ContainingNamespace.ToDisplayString() == Annotations)
            {
                return true;
            }
        }

        return false;
    }

    private static object? Named(AttributeData attribute, string name) => attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;

    private ContractModel ToModel()
    {
        // An empty text passes a pattern there, unless it is required.
        string? pattern = _pattern is null ? null : _minimumLength > 0 || Matches(_pattern, string.Empty) ? _pattern : $"(?:{_pattern})?";
        return new ContractModel(
            _isNullable, _minimum, _maximum, new EquatableArray<string>(_allowed), new EquatableArray<string>(_denied), _minimumLength, _maximumLength, pattern, _isNotBlank);
    }

    private void Read(AttributeData attribute)
    {
        string name = attribute.AttributeClass!.Name;
        bool isKnown = attribute.AttributeClass.ContainingNamespace.ToDisplayString() == Annotations;
        switch (isKnown ? name : string.Empty)
        {
            case "RequiredAttribute":
                _isNullable = false;
                if (IsText && _form is CellForm.Text or CellForm.Category && Named(attribute, "AllowEmptyStrings") is not true)
                {
                    _minimumLength = Math.Max(_minimumLength ?? 0, 1);
                    _isNotBlank = true;
                }

                break;
            case "RangeAttribute":
                ReadRange(attribute);
                break;
            case "StringLengthAttribute":
                ReadLength(attribute, Named(attribute, "MinimumLength") as int?, attribute.ConstructorArguments[0].Value as int?);
                break;
            case "LengthAttribute":
                ReadLength(attribute, attribute.ConstructorArguments[0].Value as int?, attribute.ConstructorArguments[1].Value as int?);
                break;
            case "MinLengthAttribute":
                ReadLength(attribute, attribute.ConstructorArguments[0].Value as int?, null);
                break;
            case "MaxLengthAttribute":
                ReadLength(attribute, null, attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: int and not -1 and var most } ? (int)most : null);
                break;
            case "RegularExpressionAttribute":
                ReadPattern(attribute);
                break;
            case "AllowedValuesAttribute":
                _isNullable &= ReadValues(attribute, _allowed);
                break;
            case "DeniedValuesAttribute":
                _isNullable &= !ReadValues(attribute, _denied);
                break;
            default:
                _findings.Tell(RecordRules.UncheckedValidation, Place(attribute), $"attribute '{Short(attribute)}' of the member '{_member.Shown}'");
                break;
        }
    }

    private void ReadLength(AttributeData attribute, int? least, int? most)
    {
        if (!IsText)
        {
            Refuse(attribute, $"it is for texts, and the column is of the kind '{_kind}'.");
            return;
        }

        _minimumLength = least > 0 && !(_minimumLength > least) ? least : _minimumLength;
        _maximumLength = most is not null && !(_maximumLength < most) ? most : _maximumLength;
        if (_minimumLength > _maximumLength || most < 0)
        {
            Refuse(attribute, FormattableString.Invariant($"the length is from '{_minimumLength}' to '{_maximumLength}' and must be from 0 or more to no less."));
        }
    }

    private void ReadPattern(AttributeData attribute)
    {
        if (!IsText || _pattern is not null)
        {
            Refuse(attribute, IsText ? "there is another one; write both as one." : $"it is for texts, and the column is of the kind '{_kind}'.");
            return;
        }

        try
        {
            _pattern = attribute.ConstructorArguments[0].Value as string ?? string.Empty;
            _ = Matches(_pattern, string.Empty);
        }
        catch (ArgumentException exception)
        {
            Refuse(attribute, $"the pattern is no regular expression: {exception.Message}");
            _pattern = null;
        }
    }

    private static bool Matches(string pattern, string text) => Regex.IsMatch(text, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, PatternTime);

    /// <summary>Reads the values of a list.</summary>
    /// <returns>True if null is among them.</returns>
    private bool ReadValues(AttributeData attribute, List<string> values)
    {
        bool hasNull = false;
        TypedConstant list = attribute.ConstructorArguments.FirstOrDefault();
        foreach (TypedConstant value in list is { Kind: TypedConstantKind.Array, IsNull: false } ? list.Values : attribute.ConstructorArguments)
        {
            if (value.IsNull)
            {
                hasNull = true;
            }
            else if (Literal(value) is { } literal)
            {
                values.Add(literal);
            }
            else
            {
                Refuse(attribute, $"the value '{value.Value}' is none of the type of the member.");
            }
        }

        return hasNull;
    }

    private string? Literal(TypedConstant value)
    {
        if (_form == CellForm.Level)
        {
            return value.Kind == TypedConstantKind.Enum && SymbolEqualityComparer.Default.Equals(value.Type, Underlying(_member.Type))
                && value.Type!.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => Equals(field.ConstantValue, value.Value)) is { } named
                ? Literals.Text(EnumerationName(named))
                : null;
        }

        return (_kind, value.Value) switch
        {
            ("Text" or "Category", string text) => Literals.Text(text),
            ("Boolean", bool flag) => flag ? "true" : "false",
            ("Integer", sbyte or byte or short or ushort or int or uint or long) when _form is CellForm.Integer or CellForm.Unsigned or CellForm.EnumerationNumber => Literals.Integer(Convert.ToInt64(value.Value, CultureInfo.InvariantCulture)),
            ("Double", sbyte or byte or short or ushort or int or uint or float or double) when _form is not CellForm.Seconds => Literals.Double(Convert.ToDouble(value.Value, CultureInfo.InvariantCulture)),
            _ => null,
        };
    }

    private static string EnumerationName(IFieldSymbol field) =>
        field.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.Name == "EnumMemberAttribute")?.NamedArguments.FirstOrDefault(argument => argument.Key == "Value").Value.Value as string ?? field.Name;

    private static ITypeSymbol Underlying(ITypeSymbol type) => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    private void ReadRange(AttributeData attribute)
    {
        if (_kind is not ("Integer" or "Double" or "Timestamp") || _form is CellForm.EnumerationNumber || attribute.ConstructorArguments.Length < 2)
        {
            Refuse(attribute, $"a range is for numbers and times, and the column is of the kind '{_kind}'.");
            return;
        }

        (TypedConstant least, TypedConstant greatest) = attribute.ConstructorArguments.Length == 3
            ? (attribute.ConstructorArguments[1], attribute.ConstructorArguments[2])
            : (attribute.ConstructorArguments[0], attribute.ConstructorArguments[1]);
        if (!RangeBound.TryRead(least.Value, _form, _kind, isUpper: false, Named(attribute, "MinimumIsExclusive") is true, out _minimum)
            || !RangeBound.TryRead(greatest.Value, _form, _kind, isUpper: true, Named(attribute, "MaximumIsExclusive") is true, out _maximum))
        {
            Refuse(attribute, $"the range from '{least.Value}' to '{greatest.Value}' is none of the type of the member; write numbers with a point, times as '2026-03-31'.");
        }
    }

    private void Refuse(AttributeData attribute, string reason) => _findings.Tell(RecordRules.WrongValidation, Place(attribute), Short(attribute), _member.Shown, reason);

    private Location? Place(AttributeData attribute) => attribute.ApplicationSyntaxReference is { } syntax ? syntax.SyntaxTree.GetLocation(syntax.Span) : _member.Symbol.Locations.FirstOrDefault();

    private static string Short(AttributeData attribute) => attribute.AttributeClass!.Name.EndsWith("Attribute", StringComparison.Ordinal)
        ? attribute.AttributeClass.Name.Substring(0, attribute.AttributeClass.Name.Length - "Attribute".Length)
        : attribute.AttributeClass.Name;
}
