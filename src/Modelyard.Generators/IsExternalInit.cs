// A namespace of the framework in a file of ours: .NET Standard 2.0 lacks the type that the compiler asks for where records are declared.
#pragma warning disable IDE0161, MA0182
namespace System.Runtime.CompilerServices
{
    internal static class IsExternalInit;
}
