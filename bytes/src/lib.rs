//! `#[derive(Bytes)]`: a type as bytes, field after field; of an enum before them the number of its variant. The trait
//! is `ipcscope_core::bytes::Bytes`.
//!
//! What is made here only calls one plain function after the other, so that it is small: the page takes much from bytes.

use proc_macro::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Fields, Member, parse_macro_input};

/// Implements `Bytes`.
#[proc_macro_derive(Bytes)]
pub fn derive(item: TokenStream) -> TokenStream {
    let DeriveInput { ident, data, .. } = parse_macro_input!(item as DeriveInput);
    let (put, take) = match data {
        Data::Struct(whole) => {
            let Form { pattern, put, take } = form(&whole.fields);
            (quote!(let Self #pattern = self; #put), quote!(Self #take))
        }
        Data::Enum(choice) => {
            let count = choice.variants.len();
            let (puts, takes): (Vec<_>, Vec<_>) = choice
                .variants
                .iter()
                .enumerate()
                .map(|(number, variant)| {
                    let (name, Form { pattern, put, take }) = (&variant.ident, form(&variant.fields));
                    // What is taken is always below the count: the last one stands for the rest.
                    let taken = if number + 1 == count { quote!(_) } else { quote!(#number) };
                    (
                        quote!(Self::#name #pattern => { bytes::put_choice(#number, to); #put }),
                        quote!(#taken => Self::#name #take),
                    )
                })
                .unzip();
            (quote!(match self { #(#puts)* }), quote!(match from.choice(#count) { #(#takes,)* }))
        }
        Data::Union(_) => (quote!(compile_error!("a union has no one form")), quote!(loop {})),
    };
    let implemented = quote! {
        const _: () = {
            use ::ipcscope_core::bytes;
            impl bytes::Bytes for #ident {
                fn put(&self, to: &mut bytes::Sink) {
                    #put
                }

                fn take(from: &mut bytes::Source) -> Self {
                    #take
                }
            }
        };
    };
    implemented.into()
}

/// What stands after a name: to take a value apart, to put its fields, to build it from those that are taken.
struct Form {
    pattern: proc_macro2::TokenStream,
    put: proc_macro2::TokenStream,
    take: proc_macro2::TokenStream,
}

fn form(fields: &Fields) -> Form {
    let members: Vec<Member> = fields.members().collect();
    let bound: Vec<_> = (0..members.len()).map(|number| format_ident!("own_{number}")).collect();
    Form {
        pattern: quote!({ #(#members: #bound),* }),
        put: quote!(#(bytes::Bytes::put(#bound, to);)*),
        take: quote!({ #(#members: bytes::Bytes::take(from)),* }),
    }
}
