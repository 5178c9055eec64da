//! The layer hands nothing out.

use super::{HandOut, Storage, WriteToken};
use crate::combine::{ClientSide, NotDelivered};
use crate::error::HandOutError;
use crate::wire::Wire;
use http::HeaderMap;

/// `storage = "none"`: tokens come from elsewhere (another issuer, or `layer.tokens().issue` in a login answer), and the layer
/// only reads them. Sessions have no setters here, and no `start`.
#[derive(Debug, Clone, Copy)]
pub struct NoStorage;

#[diagnostic::do_not_recommend]
impl Storage for NoStorage {
    type Side = ClientSide;
    type Delivery = NotDelivered;
    type Store = ();
    const HANDS_OUT: bool = false;

    fn hand_out(_: &mut HeaderMap, _: &Wire, _: HandOut, _: impl WriteToken) -> Result<(), HandOutError> {
        Ok(())
    }

    fn take_back(_: &mut HeaderMap, _: &Wire) {}

    fn is_handed_out(_: &HeaderMap, _: &Wire) -> bool {
        false
    }
}
